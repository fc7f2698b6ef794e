/** How a leak is drawn: zones that differ in line as well as in colour, valves by their number. */
import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'

/** Read by the legend too. The cordon looks like the tape that is stretched on site. */
export const ZONE_COLOURS = { hot: '#c1121f', warm: '#e06c00', cordon: '#1c1c1c' } as const
export const CORDON_TAPE = '#ffd60a'
export const VALVE_COLOUR = '#0b3d91'

const part = (name: string): ExpressionSpecification => ['==', ['get', 'part'], name]
const unusable: ExpressionSpecification = ['==', ['get', 'unusable'], true]

/** Below the labels of the map. */
export const LEAK_LAYERS: LayerSpecification[] = [
  { id: 'leak-cordon-fill', type: 'fill', source: 'leak', filter: part('cordon'), paint: { 'fill-color': CORDON_TAPE, 'fill-opacity': 0.13 } },
  { id: 'leak-warm-fill', type: 'fill', source: 'leak', filter: part('warm'), paint: { 'fill-color': ZONE_COLOURS.warm, 'fill-opacity': 0.16 } },
  { id: 'leak-hot-fill', type: 'fill', source: 'leak', filter: part('hot'), paint: { 'fill-color': ZONE_COLOURS.hot, 'fill-opacity': 0.24 } },
  { id: 'leak-cordon-line', type: 'line', source: 'leak', filter: part('cordon'), layout: { 'line-join': 'round' },
    paint: { 'line-color': ZONE_COLOURS.cordon, 'line-width': 4.4 } },
  { id: 'leak-cordon-tape', type: 'line', source: 'leak', filter: part('cordon'), layout: { 'line-join': 'round' },
    paint: { 'line-color': CORDON_TAPE, 'line-width': 3, 'line-dasharray': [3, 2] } },
  { id: 'leak-warm-line', type: 'line', source: 'leak', filter: part('warm'), layout: { 'line-join': 'round' },
    paint: { 'line-color': ZONE_COLOURS.warm, 'line-width': 2.4, 'line-dasharray': [4, 1.6] } },
  { id: 'leak-hot-line', type: 'line', source: 'leak', filter: part('hot'), layout: { 'line-join': 'round' },
    paint: { 'line-color': ZONE_COLOURS.hot, 'line-width': 2.8 } },
  { id: 'leak-draft', type: 'line', source: 'leak', filter: part('draft'), layout: { 'line-join': 'round' },
    paint: { 'line-color': ZONE_COLOURS.cordon, 'line-width': 2.4, 'line-dasharray': [2, 1.4] } },
  { id: 'leak-asset-halo', type: 'line', source: 'leak', filter: ['all', part('asset'), ['==', ['geometry-type'], 'LineString']],
    layout: { 'line-cap': 'round', 'line-join': 'round' }, paint: { 'line-color': '#ffffff', 'line-width': 9 } },
  { id: 'leak-asset', type: 'line', source: 'leak', filter: ['all', part('asset'), ['==', ['geometry-type'], 'LineString']],
    layout: { 'line-cap': 'round', 'line-join': 'round' }, paint: { 'line-color': ZONE_COLOURS.hot, 'line-width': 5 } },
  { id: 'leak-corner', type: 'circle', source: 'leak', filter: part('corner'),
    paint: { 'circle-color': CORDON_TAPE, 'circle-radius': 5, 'circle-stroke-color': ZONE_COLOURS.cordon, 'circle-stroke-width': 2 } },
  { id: 'leak-point-ring', type: 'circle', source: 'leak', filter: part('leak'),
    paint: { 'circle-color': 'rgba(0, 0, 0, 0)', 'circle-radius': 11, 'circle-stroke-color': ZONE_COLOURS.hot, 'circle-stroke-width': 2 } },
  { id: 'leak-point', type: 'circle', source: 'leak', filter: part('leak'),
    paint: { 'circle-color': ZONE_COLOURS.hot, 'circle-radius': 5.5, 'circle-stroke-color': '#ffffff', 'circle-stroke-width': 2 } },
]

/** Above the labels: the number of a valve is what somebody with a key in his hand looks for. */
export const LEAK_TOP_LAYERS: LayerSpecification[] = [
  { id: 'leak-valve', type: 'circle', source: 'leak_valves', paint: {
    'circle-color': ['case', unusable, '#6b7580', VALVE_COLOUR],
    'circle-radius': ['+', ['case', ['==', ['get', 'strong'], true], 14, 11], ['*', 4, ['-', ['get', 'signs'], 1]]],
    'circle-stroke-color': ['case', ['==', ['get', 'strong'], true], '#ffd60a', '#ffffff'],
    'circle-stroke-width': ['case', ['==', ['get', 'strong'], true], 3.5, 2.2] } },
  { id: 'leak-valve-order', type: 'symbol', source: 'leak_valves',
    layout: { 'text-field': ['get', 'order'], 'text-font': ['bold', 'Helvetica Neue', 'Arial'], 'text-size': 13,
      'text-allow-overlap': true, 'text-ignore-placement': true },
    paint: { 'text-color': '#ffffff' } },
]
