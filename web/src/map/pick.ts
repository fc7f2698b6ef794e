/** Which features lie under a click, nearest to the reader's eye first. */
import type { Map as MapLibreMap, PointLike } from 'maplibre-gl'
import type { FeatureRef } from '../state/inspect'
import { collectionOf } from './style'

/** Of one collection: a block of flats has its households in one place, and the pipe below them counts too. */
const LIMIT = 6

/** `slackPx` is half the side of the square that counts as hit: a thumb needs more than a mouse. */
export function pick(map: MapLibreMap, { x, y }: { x: number; y: number }, slackPx: number): FeatureRef[] {
  const box: [PointLike, PointLike] = [[x - slackPx, y - slackPx], [x + slackPx, y + slackPx]]
  const layers = map.getStyle().layers.filter(collectionOf).map(({ id }) => id)
  const found = new Map<string, FeatureRef>()
  const taken = new Map<string, number>()
  for (const { layer, properties } of map.queryRenderedFeatures(box, { layers })) {
    const collection = collectionOf(layer)
    const { code, name, road_name: roadName } = properties as Record<string, unknown>
    if (!collection || (typeof code !== 'string' && typeof code !== 'number')) continue
    const key = `${collection} ${code}`
    const before = taken.get(collection) ?? 0
    if (found.has(key) || before === LIMIT) continue
    taken.set(collection, before + 1)
    const shown = name ?? roadName
    found.set(key, { collection, code: String(code), name: typeof shown === 'string' ? shown : null })
  }
  return [...found.values()]
}
