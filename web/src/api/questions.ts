/** The questions the page puts to the server, one function each. */
import type { Position } from 'geojson'
import { ask, type Params } from './client'
import type {
  Assessment,
  CodedFeature,
  CollectionSchema,
  HouseholdCodes,
  HouseholdsWithin,
  IncidentsPage,
  LeakReport,
  Located,
  NetworkName,
  Post,
  PostLevel,
  PostsPage,
  RoadRowsPage,
  SearchResult,
  World,
} from './types'

/** Rows in one page of an answer: enough for most zones and posts to come whole. */
const PAGE = 500

/** A hundredth of a metre. The page shows these very decimals, so that a zone can be asked again. */
export function degrees(value: number): string {
  return value.toFixed(7)
}

export const world = (signal?: AbortSignal) => ask<World>('/api/v1/world', withSignal(signal))

/** What a leak zone may be, as it is asked for. */
export type Zone =
  | { kind: 'circle'; at: Position; radiusM: number }
  | { kind: 'pipe'; network: NetworkName; code: string; radiusM: number }
  /** `ring` without its closing position, as it is drawn. */
  | { kind: 'area'; ring: Position[] }

const WITHIN = '/api/v1/households/within'

/** Counts, and the nearest households. */
export const householdsWithin = (zone: Zone, signal?: AbortSignal) =>
  ask<HouseholdsWithin>(WITHIN, {
    params: { ...placeOf(zone), return: 'features', limit: PAGE }, ...bodyOf(zone), ...withSignal(signal),
  })

/** The codes of all who are inside. */
export const codesWithin = (zone: Zone, signal?: AbortSignal) =>
  ask<HouseholdCodes>(WITHIN, { params: { ...placeOf(zone), return: 'codes' }, ...bodyOf(zone), ...withSignal(signal) })

/** A zone that was posted is posted again for its next page; the others are plain links. */
export const moreHouseholds = (next: string, zone: Zone, signal?: AbortSignal) =>
  ask<HouseholdsWithin>(next, { ...bodyOf(zone), ...withSignal(signal) })

function placeOf(zone: Zone): Params {
  if (zone.kind === 'pipe') return { network: zone.network, pipe: zone.code, radius_m: zone.radiusM }
  if (zone.kind === 'area') return {}
  const [lon = 0, lat = 0] = zone.at
  return { lon: degrees(lon), lat: degrees(lat), radius_m: zone.radiusM }
}

function bodyOf(zone: Zone): { geojson?: unknown } {
  return zone.kind === 'area' ? { geojson: { type: 'Polygon', coordinates: [[...zone.ring, zone.ring[0]]] } } : {}
}

/** What is known of a leak, and what the plans ask for because of it. */
export const assessLeak = (report: LeakReport, signal?: AbortSignal) =>
  ask<Assessment>('/api/v1/leaks/assess', { json: report, ...withSignal(signal) })

export const incidents = (signal?: AbortSignal) =>
  ask<IncidentsPage>('/ogc/collections/incidents/items', { params: { f: 'json', limit: 50 }, ...withSignal(signal) })

export const posts = (level: PostLevel, signal?: AbortSignal) =>
  ask<PostsPage>('/api/v1/chiefs', { params: { level, limit: 1000 }, ...withSignal(signal) })

/** `on` is a day or empty, which is today by the server's clock. */
export const post = (code: string, on: string, signal?: AbortSignal) =>
  ask<Post>(`/api/v1/chiefs/${encodeURIComponent(code)}`, { params: { on }, ...withSignal(signal) })

export const roadsOfPost = (code: string, on: string, signal?: AbortSignal) =>
  ask<RoadRowsPage>(`/api/v1/chiefs/${encodeURIComponent(code)}/roads`, {
    params: { geometry: true, on, limit: PAGE },
    ...withSignal(signal),
  })

export const unassignedRoads = (jurisdiction: string | null, on: string, signal?: AbortSignal) =>
  ask<RoadRowsPage>('/api/v1/chiefs/unassigned', {
    params: { geometry: true, jurisdiction, on, limit: PAGE },
    ...withSignal(signal),
  })

export const overlappingRoads = (on: string, signal?: AbortSignal) =>
  ask<RoadRowsPage>('/api/v1/chiefs/overlaps', { params: { geometry: true, on, limit: PAGE }, ...withSignal(signal) })

/** The next page of posts or rows. */
export const following = <T>(next: string, signal?: AbortSignal) => ask<T>(next, withSignal(signal))

export const search = (q: string, signal?: AbortSignal) =>
  ask<{ results: SearchResult[] }>('/api/v1/search', { params: { q, limit: 20 }, ...withSignal(signal) })

export const locate = ([lon = 0, lat = 0]: Position, signal?: AbortSignal) =>
  ask<Located>('/api/v1/locate', { params: { lon: degrees(lon), lat: degrees(lat) }, ...withSignal(signal) })

export const placeOnRoad = (road: string, chainage: string, signal?: AbortSignal) =>
  ask<CodedFeature>(`/api/v1/roads/${encodeURIComponent(road)}/at/${encodeURIComponent(chainage)}`, withSignal(signal))

export const feature = (collection: string, code: string, signal?: AbortSignal) =>
  ask<CodedFeature>(`/ogc/collections/${encodeURIComponent(collection)}/items/${encodeURIComponent(code)}`, {
    params: { f: 'json' },
    ...withSignal(signal),
  })

const schemas = new Map<string, Promise<CollectionSchema>>()

/** Asked once per collection: a schema does not change while a page is open. */
export function schema(collection: string): Promise<CollectionSchema> {
  let asked = schemas.get(collection)
  if (!asked) {
    asked = ask<CollectionSchema>(`/ogc/collections/${encodeURIComponent(collection)}/schema`)
    schemas.set(collection, asked)
    asked.catch(() => schemas.delete(collection))
  }
  return asked
}

function withSignal(signal?: AbortSignal): { signal?: AbortSignal } {
  return signal ? { signal } : {}
}
