/** A picture of the map for paper. The map lends its camera; without a map there is no picture. */
import { shallowRef } from 'vue'

/** Address of the picture in the page itself; null when there is none. */
export const photo = shallowRef<string | null>(null)

let camera: (() => string | null) | null = null

/** Gives back what takes the camera away again. */
export function useCamera(lent: () => string | null): () => void {
  camera = lent
  return () => {
    if (camera === lent) camera = null
  }
}

export function takePhoto() {
  photo.value = camera?.() ?? null
}
