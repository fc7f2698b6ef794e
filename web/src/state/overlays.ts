/** What the page itself draws over the map. Set here, drawn by `map/overlays.ts`. */
import type { Feature, Geometry } from 'geojson'
import { shallowReactive, shallowRef } from 'vue'
import type { AnyFeatureCollection } from '../api/types'

export type OverlayName = 'zone' | 'zone_households' | 'rows' | 'focus' | 'leak' | 'leak_valves'
  | 'sheet_items' | 'shortfall' | 'route' | 'route_stops'

const nothing: AnyFeatureCollection = { type: 'FeatureCollection', features: [] }

export const overlays = shallowReactive<Record<OverlayName, AnyFeatureCollection>>({
  zone: nothing,
  zone_households: nothing,
  rows: nothing,
  focus: nothing,
  leak: nothing,
  leak_valves: nothing,
  sheet_items: nothing,
  shortfall: nothing,
  route: nothing,
  route_stops: nothing,
})

/** Codes of households that the map marks wherever their tiles show them. */
export const strongHouseholds = shallowRef<string[]>([])

export function draw(name: OverlayName, features: Feature<Geometry, Record<string, unknown>>[]) {
  overlays[name] = { type: 'FeatureCollection', features }
}

export function shape(geometry: Geometry, properties: Record<string, unknown> = {}): Feature<Geometry, Record<string, unknown>> {
  return { type: 'Feature', geometry, properties }
}
