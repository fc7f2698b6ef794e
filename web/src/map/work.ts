/** How condition, shortfalls, things on a post's roads and the stops of a crew are drawn. */
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'
import type { Grade } from '../api/roadTypes'
import type { SheetList } from '../state/postSheet'

/** From blue to red, told apart without seeing red and green; the legend and the charts say the same with words. */
export const GRADE_COLOURS: Record<Grade, string> = {
  excellent: '#1f5fa8', good: '#5aa9dc', medium: '#e3b505', poor: '#ee7a1b', bad: '#b3001b',
}
export const UNGRADED = '#7c8792'
export const UNASSIGNED = '#7b1fa2'
export const ALARM = '#c1121f'

export const ITEM_COLOURS: Record<SheetList, string> = {
  bridges: '#b3001b', hazards: '#c04a00', violations: '#6a1b9a', works_due: '#0b5ea8', inspections_due: '#2f6b5c',
}
export const SHORT = '#c1121f'
/** What could fall short for want of data: dashed as well. */
export const DOUBTFUL = '#6b4fa0'
export const ROUTE = '#0b5ea8'

const part = (name: string): ExpressionSpecification => ['==', ['get', 'part'], name]
const isLine: ExpressionSpecification = ['==', ['geometry-type'], 'LineString']
const isPoint: ExpressionSpecification = ['==', ['geometry-type'], 'Point']
const isArea: ExpressionSpecification = ['==', ['geometry-type'], 'Polygon']
const failing: ExpressionSpecification = ['!=', ['get', 'unknown'], true]
const unknown: ExpressionSpecification = ['==', ['get', 'unknown'], true]
const roundLine = { 'line-cap': 'round', 'line-join': 'round' } as const
const width = (far: number, middle: number, near: number): ExpressionSpecification =>
  ['interpolate', ['linear'], ['zoom'], 8, far, 13, middle, 17, near]
const strong = (then: number | string, otherwise: number | string): ExpressionSpecification =>
  ['case', ['==', ['get', 'strong'], true], then, otherwise]

/** Stretches of a post by their condition, others by what is wrong with them. */
export const stretchColour: ExpressionSpecification = ['match', ['get', 'view'],
  'unassigned', UNASSIGNED,
  'overlaps', ALARM,
  ['match', ['get', 'grade'], ...Object.entries(GRADE_COLOURS).flat(), UNGRADED] as unknown as ExpressionSpecification]

/** Below the labels of the map. */
export const WORK_LAYERS: LayerSpecification[] = [
  { id: 'shortfall-area', type: 'fill', source: 'shortfall', filter: ['all', isArea, failing],
    paint: { 'fill-color': SHORT, 'fill-opacity': 0.22 } },
  { id: 'shortfall-area-unknown', type: 'fill', source: 'shortfall', filter: ['all', isArea, unknown],
    paint: { 'fill-color': DOUBTFUL, 'fill-opacity': 0.12 } },
  { id: 'shortfall-edge', type: 'line', source: 'shortfall', filter: ['all', isArea, failing], layout: roundLine,
    paint: { 'line-color': SHORT, 'line-width': 2 } },
  { id: 'shortfall-edge-unknown', type: 'line', source: 'shortfall', filter: ['all', isArea, unknown], layout: { 'line-join': 'round' },
    paint: { 'line-color': DOUBTFUL, 'line-width': 1.8, 'line-dasharray': [2.4, 1.6] } },
  { id: 'shortfall-halo', type: 'line', source: 'shortfall', filter: isLine, layout: roundLine,
    paint: { 'line-color': '#ffffff', 'line-width': width(4, 9, 17) } },
  { id: 'shortfall-line-unknown', type: 'line', source: 'shortfall', filter: ['all', isLine, unknown], layout: { 'line-join': 'round' },
    paint: { 'line-color': DOUBTFUL, 'line-width': width(2, 4.4, 9), 'line-dasharray': [1.6, 0.9] } },
  { id: 'shortfall-line', type: 'line', source: 'shortfall', filter: ['all', isLine, failing], layout: roundLine,
    paint: { 'line-color': SHORT, 'line-width': width(2.4, 5.4, 11) } },
  { id: 'shortfall-strong', type: 'line', source: 'shortfall', filter: ['==', ['get', 'id'], ''], layout: roundLine,
    paint: { 'line-color': '#ffd23f', 'line-width': width(2, 4, 6) } },

  { id: 'route-halo', type: 'line', source: 'route', filter: part('route'), layout: roundLine,
    paint: { 'line-color': '#ffffff', 'line-width': width(5, 9, 15) } },
  { id: 'route-line', type: 'line', source: 'route', filter: part('route'), layout: roundLine,
    paint: { 'line-color': ROUTE, 'line-width': width(2.4, 4.4, 8) } },
  { id: 'route-area', type: 'fill', source: 'route', filter: part('area'), paint: { 'fill-color': ROUTE, 'fill-opacity': 0.1 } },
  { id: 'route-area-edge', type: 'line', source: 'route', filter: ['any', part('area'), part('draft')], layout: { 'line-join': 'round' },
    paint: { 'line-color': ROUTE, 'line-width': 2.2, 'line-dasharray': [2, 1.4] } },
  { id: 'route-corner', type: 'circle', source: 'route', filter: part('corner'),
    paint: { 'circle-color': '#ffffff', 'circle-radius': 5, 'circle-stroke-color': ROUTE, 'circle-stroke-width': 2.2 } },
]

/** Above the labels. */
export const WORK_TOP_LAYERS: LayerSpecification[] = [
  { id: 'shortfall-point-unknown', type: 'circle', source: 'shortfall', filter: ['all', isPoint, unknown],
    paint: { 'circle-color': '#ffffff', 'circle-radius': width(3, 6, 9), 'circle-stroke-color': DOUBTFUL, 'circle-stroke-width': 2.6 } },
  { id: 'shortfall-point', type: 'circle', source: 'shortfall', filter: ['all', isPoint, failing],
    paint: { 'circle-color': SHORT, 'circle-radius': width(3, 6.5, 9), 'circle-stroke-color': '#ffffff', 'circle-stroke-width': 1.6 } },
  { id: 'shortfall-point-strong', type: 'circle', source: 'shortfall', filter: ['==', ['get', 'id'], ''],
    paint: { 'circle-color': 'rgba(0, 0, 0, 0)', 'circle-radius': width(8, 12, 16), 'circle-stroke-color': '#ffd23f', 'circle-stroke-width': 4 } },

  { id: 'sheet-item', type: 'circle', source: 'sheet_items', paint: {
    'circle-color': ['match', ['get', 'list'], ...Object.entries(ITEM_COLOURS).flat(), UNGRADED] as unknown as ExpressionSpecification,
    'circle-radius': ['interpolate', ['linear'], ['zoom'], 9, ['case', ['==', ['get', 'list'], 'bridges'], 6, 3.6], 14, ['case', ['==', ['get', 'list'], 'bridges'], 10, 7]],
    'circle-stroke-color': strong('#ffd60a', '#ffffff'), 'circle-stroke-width': strong(4, 1.6) } },
  { id: 'sheet-item-sign', type: 'symbol', source: 'sheet_items', minzoom: 10,
    layout: { 'text-field': ['get', 'sign'], 'text-font': ['bold', 'Helvetica Neue', 'Arial'], 'text-size': 12, 'text-allow-overlap': true, 'text-ignore-placement': true },
    paint: { 'text-color': '#ffffff' } },

  { id: 'route-start', type: 'circle', source: 'route', filter: part('start'),
    paint: { 'circle-color': '#ffffff', 'circle-radius': 9, 'circle-stroke-color': '#17222d', 'circle-stroke-width': 4 } },
  { id: 'route-stop', type: 'circle', source: 'route_stops', layout: { 'circle-sort-key': strong(1, 0) },
    paint: { 'circle-color': strong('#ffd60a', ROUTE), 'circle-radius': ['interpolate', ['linear'], ['zoom'], 8, 7, 12, 11],
      'circle-stroke-color': strong('#17222d', '#ffffff'), 'circle-stroke-width': strong(3, 1.6) } },
  { id: 'route-stop-number', type: 'symbol', source: 'route_stops',
    layout: { 'text-field': ['get', 'text'], 'text-font': ['bold', 'Helvetica Neue', 'Arial'],
      'text-size': ['interpolate', ['linear'], ['zoom'], 8, 9, 12, 12], 'text-allow-overlap': true, 'text-ignore-placement': true },
    paint: { 'text-color': strong('#17222d', '#ffffff') } },
]

/** What a click on the page's own drawings can hit, by the property that names it. */
export const CLICKABLE_WORK = {
  shortfall: ['shortfall-point', 'shortfall-point-unknown', 'shortfall-line', 'shortfall-line-unknown', 'shortfall-area', 'shortfall-area-unknown'],
  items: ['sheet-item'],
  stops: ['route-stop'],
} as const
