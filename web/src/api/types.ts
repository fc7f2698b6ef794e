/** Bodies of the public API, as far as the page reads them. */
import type { Feature, FeatureCollection, Geometry, LineString, MultiLineString, Point } from 'geojson'
import type { Box } from '../geo/bounds'

/** A number, or `"<10"` for readers who may not see small counts. */
export type Count = number | string

export type Level = 'city' | 'county' | 'township' | 'village'
export type PostLevel = Exclude<Level, 'city'>
export type NetworkName = 'gas' | 'heat'

export interface World {
  revision: number
  /** True when the store holds generated data; the page must then say so. */
  invented: boolean
  bbox: Box | null
  collections: { name: string; title: string; title_zh: string; count: number; reference: boolean }[]
}

export const VULNERABLE = ['elderly', 'children', 'disabled', 'pregnant', 'patients'] as const
export type Vulnerable = (typeof VULNERABLE)[number]

export type Household = Feature<Point, { address?: string | null; persons?: number | null; distance_m?: number }
  & Partial<Record<Vulnerable, number | null>>>

export interface HouseholdsWithin {
  count: Count
  persons: Count
  /** Households of which the number of persons is not recorded. */
  persons_unknown?: Count
  vulnerable?: Partial<Record<Vulnerable, Count>>
  features?: Household[]
  next?: string | null
}

/** All who are inside, without their places. */
export interface HouseholdCodes {
  codes: string[]
}

export interface Post {
  code: string
  level: PostLevel | null
  kind: 'general' | 'route' | null
  jurisdiction: string | null
  jurisdiction_name?: string | null
  office?: string | null
  filled?: boolean | null
}

export interface PostsPage {
  posts: Post[]
  next: string | null
}

export interface RoadRow {
  segment: string
  road: string | null
  road_name?: string | null
  class?: string | null
  from: string | null
  to: string | null
  /** Decimal text with three places. */
  length_km: string | null
  posts: string[]
  jurisdiction?: string | null
  geometry?: LineString | MultiLineString | null
}

export interface RoadRowsPage {
  rows: RoadRow[]
  /** Of all pages. */
  count?: number
  next?: string | null
  length_km?: string | null
}

export type ResultKind = 'road' | 'chainage' | 'division' | 'place' | 'hamlet' | 'bridge' | 'address'

export interface SearchResult {
  kind: ResultKind
  collection: string
  code: string
  title: string
  subtitle?: string | null
  /** Null for what is kept without a place. */
  lon: number | null
  lat: number | null
  bbox: Box | null
}

export interface Located {
  road: string | null
  road_name?: string | null
  chainage: string | null
  /** Negative on the left when the server signs it; `side` says which either way. */
  offset_m: number | null
  side: 'left' | 'right' | 'on' | null
  jurisdictions: { code: string; name: string | null; level: Level | null }[]
  chiefs: Pick<Post, 'code' | 'level' | 'kind' | 'office'>[]
}

export type CodedFeature = Feature<Geometry | null, Record<string, unknown>>

export interface FieldSchema {
  type?: string | string[]
  format?: string
  title?: string
  'x-title-zh'?: string
  'x-unit'?: string
  'x-enum-labels'?: Record<string, string>
  'x-enum-labels-zh'?: Record<string, string>
}

export interface CollectionSchema {
  title?: string
  'x-title-zh'?: string
  properties?: Record<string, FieldSchema>
}

export type AnyFeatureCollection = FeatureCollection<Geometry, Record<string, unknown>>
