/** What the reader looks at: the tool, the place of the map, and wishes to move it. */
import type { Position } from 'geojson'
import { ref, shallowRef } from 'vue'
import type { Box } from '../geo/bounds'
import type { Tool, View } from './hash'

export const tool = ref<Tool>('inspect')

/** Where the map stands; null until it does. */
export const view = shallowRef<View | null>(null)

export type SheetHeight = 'peek' | 'half' | 'full'
export const sheet = ref<SheetHeight>('half')

/** True where the panel is a sheet over the map; the style sheets switch at the same width. */
export const phone = window.matchMedia('(max-width: 759px)')

export type Flight =
  | { to: 'place'; at: Position; zoom?: number }
  | { to: 'box'; box: Box }
  | { to: 'view'; view: View }
  | { to: 'home' }

/** Carried out by the map. A wish instead of a call, so that nothing needs the map to exist. */
export const flight = shallowRef<Flight | null>(null)

export function flyTo(at: Position, zoom?: number) {
  flight.value = zoom === undefined ? { to: 'place', at } : { to: 'place', at, zoom }
}

export function flyToBox(box: Box) {
  flight.value = { to: 'box', box }
}

export function flyHome() {
  flight.value = { to: 'home' }
}

/** A full sheet hides the map: make room when something is to be seen there. */
export function showMap() {
  if (phone.matches && sheet.value === 'full') sheet.value = 'half'
}
