/** The map as it stands, without what the sheet of a phone covers, as a picture for paper. */
import type { Map as MapLibreMap } from 'maplibre-gl'

export function photograph(map: MapLibreMap, coveredPx: number): string | null {
  // What WebGL has drawn can be read only in the very task in which it was drawn.
  map.redraw()
  const drawn = map.getCanvas()
  const share = drawn.clientHeight > 0 ? Math.max(0, 1 - coveredPx / drawn.clientHeight) : 0
  const paper = document.createElement('canvas')
  paper.width = drawn.width
  paper.height = Math.round(drawn.height * share)
  const pen = paper.getContext('2d')
  if (!pen || paper.width === 0 || paper.height === 0) return null
  pen.drawImage(drawn, 0, 0)
  return paper.toDataURL('image/jpeg', 0.88)
}
