/** The cartography of `tiles/style.json`, made ready for this page. */
import type { LayerSpecification, StyleSpecification } from 'maplibre-gl'
import raw from '../../../tiles/style.json'

const style = raw as unknown as StyleSpecification

/** Legend entries that can be switched, in the order in which they are shown. */
export const GROUPS = [
  'boundaries', 'roads_county', 'roads_township', 'roads_village', 'roads_other',
  'bridges', 'gas', 'heat', 'households', 'places',
] as const
export type Group = (typeof GROUPS)[number]
/** What the legend switches: a group, or the reference layers, of which the style knows nothing. */
export type Switch = Group | 'reference'

export const REFERENCE_COLOUR = '#7b5d3f'
export const REFERENCE_FROM_ZOOM = 8

/** What a click can hit, and which collection it then belongs to. */
export const CLICKABLE: Record<string, string> = {
  bridge: 'bridges',
  'gas-node': 'gas_nodes',
  'heat-node': 'heat_nodes',
  household: 'households',
  'place-dot': 'places',
  'place-name': 'places',
  'hamlet-name': 'hamlets',
  'place-area': 'places',
  'gas-pipe': 'gas_pipes',
  'heat-pipe-supply': 'heat_pipes',
  'heat-pipe-return': 'heat_pipes',
  'road-county': 'road_segments',
  'road-township': 'road_segments',
  'road-village': 'road_segments',
  'road-other': 'road_segments',
}

/** Above everything that is drawn of the data, below its labels. */
export const FIRST_LABEL = 'road-name'

/**
 * The style with addresses that a worker can fetch: a worker has no page to resolve `/ogc/…`
 * against. `held` are the collections of this server; a layer of another one would only fail.
 */
export function styleFor(origin: string, held: Set<string> | null): StyleSpecification {
  const sources: StyleSpecification['sources'] = {}
  for (const [name, source] of Object.entries(style.sources)) {
    if (source.type !== 'vector') sources[name] = source
    else if (!held || held.has(name)) {
      sources[name] = { ...source, tiles: source.tiles?.map((path) => `${origin}${path}`) ?? [] }
    }
  }
  const layers = style.layers.filter((layer) => !('source' in layer) || (layer.source as string) in sources)
  return { ...style, sources, layers }
}

export function groupOf(layer: LayerSpecification): Switch | 'roads' | null {
  const metadata = layer.metadata as Record<string, unknown> | undefined
  return (metadata?.['luzhang:group'] as Switch | 'roads' | undefined) ?? null
}

/** Which collection a feature of a layer belongs to, where a click may hit it. */
export function collectionOf(layer: LayerSpecification): string | null {
  return groupOf(layer) === 'reference' ? layer['source-layer' as keyof LayerSpecification] as string : CLICKABLE[layer.id] ?? null
}

/** The same style with the reference layers of this server, below the roads. */
export function withReferences(ready: StyleSpecification, origin: string, names: string[]): StyleSpecification {
  const at = ready.layers.findIndex((layer) => groupOf(layer)?.startsWith('roads') ?? false)
  const before = at < 0 ? ready.layers.length : at
  const sources = Object.fromEntries(names.map((name) => [`reference/${name}`, {
    type: 'vector' as const, minzoom: REFERENCE_FROM_ZOOM, maxzoom: 16,
    tiles: [`${origin}/ogc/collections/${name}/tiles/WebMercatorQuad/{z}/{y}/{x}`],
  }]))
  return {
    ...ready,
    sources: { ...ready.sources, ...sources },
    layers: [...ready.layers.slice(0, before), ...names.flatMap(referenceLayers), ...ready.layers.slice(before)],
  }
}

function referenceLayers(name: string): LayerSpecification[] {
  const common = { source: `reference/${name}`, 'source-layer': name, metadata: { 'luzhang:group': 'reference' } }
  return [
    { id: `${name}/area`, type: 'fill', ...common, filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': REFERENCE_COLOUR, 'fill-opacity': 0.12 } },
    { id: `${name}/line`, type: 'line', ...common, filter: ['!=', ['geometry-type'], 'Point'],
      paint: { 'line-color': REFERENCE_COLOUR, 'line-width': 1.4 } },
    { id: `${name}/point`, type: 'circle', ...common, filter: ['==', ['geometry-type'], 'Point'],
      paint: { 'circle-color': REFERENCE_COLOUR, 'circle-radius': 3.5, 'circle-stroke-color': '#ffffff', 'circle-stroke-width': 1 } },
  ]
}

/** The layers that a legend entry switches; road names go with the roads that are shown. */
export function layersOf(group: Group | 'roads'): LayerSpecification[] {
  return style.layers.filter((layer) => groupOf(layer) === group)
}
