/** Draws what `state/overlays.ts` holds: zone, households in it, stretches of a chief, what is inspected, the leak, the work on roads. */
import type { CircleLayerSpecification, ExpressionSpecification, GeoJSONSource, LayerSpecification, Map as MapLibreMap } from 'maplibre-gl'
import { watch } from 'vue'
import { metresPerPixelAtZoom0 } from '../geo/circle'
import { overlays, strongHouseholds, type OverlayName } from '../state/overlays'
import { LEAK_LAYERS, LEAK_TOP_LAYERS } from './leak'
import { FIRST_LABEL } from './style'
import { stretchColour, WORK_LAYERS, WORK_TOP_LAYERS } from './work'

const ALARM = '#c1121f'
const CHOSEN = '#0057d9'

const part = (name: string): ExpressionSpecification => ['==', ['get', 'part'], name]
const polygons: ExpressionSpecification = ['==', ['geometry-type'], 'Polygon']

const zoneHousehold: CircleLayerSpecification['paint'] = {
  'circle-color': ALARM,
  'circle-radius': ['interpolate', ['linear'], ['zoom'], 11, 1.4, 14, 3, 16, 4.6, 18, 7],
  'circle-stroke-color': '#ffffff',
  'circle-stroke-width': ['interpolate', ['linear'], ['zoom'], 12, 0, 15, 1.2],
}

/** `lat` is where a pipe's zone is drawn: Mercator stretches metres by latitude. */
function layers(lat: number): LayerSpecification[] {
  return [
    { id: 'zone-fill', type: 'fill', source: 'zone', filter: polygons,
      paint: { 'fill-color': ALARM, 'fill-opacity': 0.1 } },
    { id: 'zone-pipe-band', type: 'line', source: 'zone', filter: part('pipe'),
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': ALARM, 'line-opacity': 0.14, 'line-width': bandWidth(lat) } },
    { id: 'rows-halo', type: 'line', source: 'rows',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': '#ffffff', 'line-width': ['interpolate', ['linear'], ['zoom'], 8, 5, 13, 10, 17, 20] } },
    // An edge of their own: some grades look like a class of road.
    { id: 'rows-edge', type: 'line', source: 'rows',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': '#17222d', 'line-width': ['interpolate', ['linear'], ['zoom'], 8, 3.6, 13, 7.4, 17, 15] } },
    { id: 'rows-line', type: 'line', source: 'rows',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': stretchColour,
        'line-width': ['interpolate', ['linear'], ['zoom'], 8, 2.4, 13, 5.4, 17, 12] } },
    { id: 'rows-strong', type: 'line', source: 'rows', filter: ['==', ['get', 'key'], ''],
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': '#ffd23f', 'line-width': ['interpolate', ['linear'], ['zoom'], 8, 1.6, 13, 3, 17, 6] } },
    { id: 'zone-outline', type: 'line', source: 'zone', filter: polygons, layout: { 'line-join': 'round' },
      paint: { 'line-color': ALARM, 'line-width': 2.4 } },
    { id: 'zone-draft', type: 'line', source: 'zone', filter: part('draft'), layout: { 'line-join': 'round' },
      paint: { 'line-color': ALARM, 'line-width': 2.4, 'line-dasharray': [2, 1.4] } },
    { id: 'zone-pipe', type: 'line', source: 'zone', filter: part('pipe'),
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': ALARM, 'line-width': 5 } },
    { id: 'focus-area', type: 'line', source: 'focus', filter: polygons, layout: { 'line-join': 'round' },
      paint: { 'line-color': CHOSEN, 'line-width': 3 } },
    { id: 'focus-halo', type: 'line', source: 'focus', filter: ['==', ['geometry-type'], 'LineString'],
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': '#ffffff', 'line-width': ['interpolate', ['linear'], ['zoom'], 9, 5, 16, 12] } },
    { id: 'focus-line', type: 'line', source: 'focus', filter: ['==', ['geometry-type'], 'LineString'],
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': CHOSEN, 'line-width': ['interpolate', ['linear'], ['zoom'], 9, 2.6, 16, 7] } },
    { id: 'zone-household-far', type: 'circle', source: 'households', 'source-layer': 'households', minzoom: 14, filter: false,
      paint: zoneHousehold },
    { id: 'zone-household', type: 'circle', source: 'zone_households',
      paint: zoneHousehold },
    { id: 'zone-vertex', type: 'circle', source: 'zone', filter: part('vertex'),
      paint: { 'circle-color': '#ffffff', 'circle-radius': 5, 'circle-stroke-color': ALARM, 'circle-stroke-width': 2.4 } },
    { id: 'zone-centre', type: 'circle', source: 'zone', filter: part('centre'),
      paint: { 'circle-color': ALARM, 'circle-radius': 5.5, 'circle-stroke-color': '#ffffff', 'circle-stroke-width': 2.4 } },
    { id: 'focus-point', type: 'circle', source: 'focus', filter: ['all', ['==', ['geometry-type'], 'Point'], ['!', part('pin')]],
      paint: { 'circle-color': 'rgba(0, 0, 0, 0)', 'circle-radius': 13, 'circle-stroke-color': CHOSEN, 'circle-stroke-width': 3.4 } },
    { id: 'focus-pin', type: 'circle', source: 'focus', filter: part('pin'),
      paint: { 'circle-color': CHOSEN, 'circle-radius': 5.5, 'circle-stroke-color': '#ffffff', 'circle-stroke-width': 2.4 } },
  ]
}

const NAMES: OverlayName[] = ['zone', 'zone_households', 'rows', 'focus', 'leak', 'leak_valves', 'sheet_items', 'shortfall', 'route', 'route_stops']

/** Adds sources and layers, and keeps them as the state says. Gives back what ends that. */
export function addOverlays(map: MapLibreMap): () => void {
  // Hardly simplified: a circle must look round, and a stretch must lie on its road.
  for (const name of NAMES) map.addSource(name, { type: 'geojson', data: overlays[name], tolerance: 0.05 })
  for (const layer of [...LEAK_LAYERS, ...layers(map.getCenter().lat), ...WORK_LAYERS]) {
    // A server without households has no such source.
    if ('source' in layer && !map.getSource(layer.source as string)) continue
    map.addLayer(layer, map.getLayer(FIRST_LABEL) ? FIRST_LABEL : undefined)
  }
  for (const layer of [...LEAK_TOP_LAYERS, ...WORK_TOP_LAYERS]) map.addLayer(layer)
  const stops = NAMES.map((name) => watch(() => overlays[name], (data) => {
    map.getSource<GeoJSONSource>(name)?.setData(data)
    if (name === 'zone') map.setPaintProperty('zone-pipe-band', 'line-width', bandWidth(map.getCenter().lat))
  }))
  stops.push(watch(strongHouseholds, (codes) => {
    // `match` looks a code up; `in` would walk the list for every household of every tile.
    if (map.getLayer('zone-household-far')) {
      map.setFilter('zone-household-far', codes.length > 0 ? ['match', ['get', 'code'], codes, true, false] : false)
    }
  }, { immediate: true }))
  return () => stops.forEach((stop) => stop())
}

export function strengthenRow(map: MapLibreMap, key: string | null) {
  map.setFilter('rows-strong', ['==', ['get', 'key'], key ?? ''])
}

export function strengthenFeature(map: MapLibreMap, id: string | null) {
  const chosen: ExpressionSpecification = ['==', ['get', 'id'], id ?? '']
  map.setFilter('shortfall-strong', ['all', ['!=', ['geometry-type'], 'Point'], chosen])
  map.setFilter('shortfall-point-strong', ['all', ['==', ['geometry-type'], 'Point'], chosen])
}

/**
 * A line as wide as the zone along a pipe: with round caps and joins it covers what lies within
 * the radius, and pixels per metre double with every zoom.
 */
function bandWidth(lat: number): ExpressionSpecification {
  const pixelsPerMetre = 1 / metresPerPixelAtZoom0(lat)
  const width = (zoom: number): ExpressionSpecification => ['*', ['to-number', ['get', 'radius_m'], 0], 2 * pixelsPerMetre * 2 ** zoom]
  return ['interpolate', ['exponential', 2], ['zoom'], 0, width(0), 24, width(24)]
}
