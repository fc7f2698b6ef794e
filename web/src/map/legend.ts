/** What the legend shows. Colours repeat `tiles/style.json`; a test compares them. */
import type { MessageKey } from '../i18n'
import type { IconName } from './icons'
import { REFERENCE_COLOUR, REFERENCE_FROM_ZOOM, type Group, type Switch } from './style'

export type Swatch =
  | { kind: 'road'; colour: string; casing: string }
  | { kind: 'line'; colour: string; width: number; dash?: string }
  | { kind: 'circle'; colour: string; ring: string; radius: number; text?: string }
  | { kind: 'icon'; icon: IconName }

export interface LegendItem {
  label: MessageKey
  swatch: Swatch
}

export interface LegendEntry<G extends Switch = Group> {
  group: G
  label: MessageKey
  /** The collection that must be held for the entry to appear. */
  collection: string
  /** Below this zoom there is nothing to see yet. */
  fromZoom: number
  items: LegendItem[]
}

const bridge = (rating: '1' | '2' | '3' | '4' | '5' | 'none', colour: string, ring = '#4a5560'): LegendItem => ({
  label: `legend.bridge.${rating}`,
  swatch: { kind: 'circle', colour, ring, radius: rating === '4' || rating === '5' ? 7.5 : 6, ...(rating === 'none' ? {} : { text: rating }) },
})

export const LEGEND: LegendEntry[] = [
  { group: 'boundaries', label: 'legend.boundaries', collection: 'jurisdictions', fromZoom: 0, items: [
    { label: 'legend.boundary.county', swatch: { kind: 'line', colour: '#75659f', width: 2.4 } },
    { label: 'legend.boundary.township', swatch: { kind: 'line', colour: '#b5adc9', width: 1.8 } },
    { label: 'legend.boundary.village', swatch: { kind: 'line', colour: '#c6c0d4', width: 1.4 } },
  ] },
  { group: 'roads_county', label: 'legend.roads_county', collection: 'road_segments', fromZoom: 7, items: [
    { label: 'legend.roads_county', swatch: { kind: 'road', colour: '#ec7a2c', casing: '#8c3a0a' } },
  ] },
  { group: 'roads_township', label: 'legend.roads_township', collection: 'road_segments', fromZoom: 10, items: [
    { label: 'legend.roads_township', swatch: { kind: 'road', colour: '#f5c451', casing: '#8f6a1c' } },
  ] },
  { group: 'roads_village', label: 'legend.roads_village', collection: 'road_segments', fromZoom: 11, items: [
    { label: 'legend.roads_village', swatch: { kind: 'road', colour: '#ffffff', casing: '#8f949b' } },
  ] },
  { group: 'roads_other', label: 'legend.roads_other', collection: 'road_segments', fromZoom: 7, items: [
    { label: 'legend.roads_other', swatch: { kind: 'road', colour: '#cdd4dc', casing: '#5d6774' } },
  ] },
  { group: 'bridges', label: 'legend.bridges', collection: 'bridges', fromZoom: 11, items: [
    bridge('1', '#1f5fa8'), bridge('2', '#6fb1dc'), bridge('3', '#f6e27f'),
    bridge('4', '#f28e1c', '#2a1500'), bridge('5', '#b3001b', '#2a0006'), bridge('none', '#b4bac2'),
  ] },
  { group: 'gas', label: 'legend.gas', collection: 'gas_pipes', fromZoom: 11, items: [
    { label: 'legend.gas.high', swatch: { kind: 'line', colour: '#6d0f4f', width: 4 } },
    { label: 'legend.gas.medium', swatch: { kind: 'line', colour: '#b51a7b', width: 3 } },
    { label: 'legend.gas.low', swatch: { kind: 'line', colour: '#d9669f', width: 2.2 } },
    { label: 'legend.gas.unknown', swatch: { kind: 'line', colour: '#9b5b83', width: 2.2 } },
    { label: 'legend.gas.valve', swatch: { kind: 'icon', icon: 'gas-valve' } },
    { label: 'legend.gas.regulator', swatch: { kind: 'icon', icon: 'gas-regulator' } },
    { label: 'legend.gas.station', swatch: { kind: 'icon', icon: 'gas-station' } },
  ] },
  { group: 'heat', label: 'legend.heat', collection: 'heat_pipes', fromZoom: 11, items: [
    { label: 'legend.heat.supply', swatch: { kind: 'line', colour: '#bf1f1f', width: 3, dash: '10 3' } },
    { label: 'legend.heat.return', swatch: { kind: 'line', colour: '#1b5fb4', width: 3, dash: '4 3' } },
    { label: 'legend.heat.unknown', swatch: { kind: 'line', colour: '#6b4a3a', width: 3, dash: '10 3' } },
    { label: 'legend.heat.substation', swatch: { kind: 'icon', icon: 'heat-regulator' } },
    { label: 'legend.heat.plant', swatch: { kind: 'icon', icon: 'heat-station' } },
  ] },
  { group: 'households', label: 'legend.households', collection: 'households', fromZoom: 14, items: [
    { label: 'legend.households', swatch: { kind: 'circle', colour: '#3f5266', ring: '#ffffff', radius: 4 } },
  ] },
  { group: 'places', label: 'legend.places', collection: 'places', fromZoom: 12, items: [
    { label: 'legend.places', swatch: { kind: 'circle', colour: '#2f6b5c', ring: '#ffffff', radius: 4.5 } },
  ] },
]

/** For a server that holds reference layers; `collection` is the first of them. */
export const referenceEntry = (collection: string): LegendEntry<'reference'> => ({
  group: 'reference', label: 'legend.reference', collection, fromZoom: REFERENCE_FROM_ZOOM, items: [
    { label: 'legend.reference', swatch: { kind: 'line', colour: REFERENCE_COLOUR, width: 2 } },
  ],
})
