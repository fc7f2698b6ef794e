/** Bodies of the public API, as far as the page reads them. */
import type { Feature, FeatureCollection, Geometry, LineString, MultiLineString, Point, Polygon, Position } from 'geojson'
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

/** The report of a leak. What is not known is left out: the server then calls it undetermined. */
export type LeakReport = { hazard: NetworkName; at?: Position; pipe?: string; node?: string; unusable_valves?: string[]; cordon?: Polygon }
  & Record<string, unknown>

/** From the inside out; each includes the ones before it. */
export const ZONES = ['hot', 'warm', 'cordon'] as const
export type ZoneName = (typeof ZONES)[number]

export const COLOURS = ['red', 'orange', 'yellow', 'blue'] as const
export type Colour = (typeof COLOURS)[number]

export interface PeopleCount {
  count?: Count
  persons?: Count
  persons_unknown?: Count
  vulnerable?: Partial<Record<Vulnerable, Count>> | null
}

/** A value that decided, or `{value, derived}` where the server says that the map supplied it. */
export type FactValue = string | number | boolean | null | string[]
export type Fact = FactValue | { value?: FactValue; derived?: boolean }

export interface Criterion {
  clause: string
  verdict: 'fired' | 'not_fired' | 'undetermined'
  title_zh?: string | null
  colour?: Colour | null
  /** Of a criterion with several halves, those that fired. */
  parts?: string[]
  facts?: Record<string, Fact> | null
}

/** What could still decide, if it were known. */
export interface Undetermined {
  clause: string
  missing?: string[]
}

export interface CutRoad {
  code: string | null
  segment?: string | null
  from?: string | null
  to?: string | null
  bridge?: Named | null
  bridges?: Named[]
  chiefs?: Named[]
}

/** A code, alone or with what else is known of it. */
export type Named = string | { code: string; name?: string | null; office?: string | null }

export interface CutPlace {
  code?: string
  name?: string | null
  kind?: string | null
  distance_m?: number | null
  capacity?: number | null
  lon?: number
  lat?: number
}

export interface Measure {
  text_zh: string
  clause?: string | null
}

/** The answer about a leak. Every part may be missing: a server that cannot classify gives place, zones and households. */
export interface Assessment {
  place?: { lon: number; lat: number; jurisdiction?: string | null; network?: NetworkName | null; pipe?: string | null
    road?: { code: string | null; chainage: string | null } | null } | null
  zones?: FeatureCollection<Geometry | null, { zone: ZoneName; radius_m?: number | null; model?: string | null
    parameters?: Record<string, unknown> | null; why?: string | null }> | null
  households?: Partial<Record<ZoneName, PeopleCount | null>> | null
  places?: (CutPlace | string)[] | null
  roads?: CutRoad[] | null
  isolation?: {
    close?: { valve: string; distance_m?: number | null }[]
    cannot_isolate?: (string | { node?: string; kind?: string | null; distance_m?: number | null })[]
    pipes?: { count?: number; length_m?: number | null; volume_m3?: number | null
      /** Pipes that the volume leaves out. */
      unknown_diameters?: number } | null
    /** Valves that were met and cannot be used. */
    passed_valves?: string[]
    /** Pieces that a source still feeds. */
    still_fed?: number | unknown[] | null
    data_faults?: (string | { rule?: string; collection?: string; code?: string; problem?: string })[]
  } | null
  outage?: { households?: Count; persons?: Count; persons_unknown?: Count; households_without_node?: Count; source?: string | null } | null
  cross_county?: boolean | null
  warning?: {
    colour?: Colour | null
    label_zh?: string | null
    criteria?: Criterion[]
    undetermined?: Undetermined[]
    suggest_raise?: boolean | null
    suggest_raise_why?: Measure[]
    decided_by?: string | null
    published_by?: string | null
    reported_to?: string[] | null
    channels?: string[] | null
    targeted_at?: string[] | null
  } | null
  accident?: { grade?: string | null; label_zh?: string | null; literal_match?: boolean | null; clauses?: string[]
    outside_literal_scope?: boolean | null; undetermined?: (Undetermined | string)[] } | null
  response?: { level?: string | null; clauses?: string[]; decided_by?: string | null; handled_by?: string | null
    /** Full activation may be waived by hand; it never is by itself. */
    activation_waivable?: boolean | null; waiver_clause?: string | null; undetermined?: Undetermined[] } | null
  notify?: { unit: string; why?: string | null; clause?: string | null }[] | null
  deadlines?: { what: string; who?: string | null; within_minutes?: number | null; at?: string | string[] | null; clause?: string | null }[] | null
  measures?: Measure[] | null
  /** Duties of which it is not known whether they apply. */
  undetermined_duties?: (Undetermined & { kind?: string; what?: string })[] | null
  assumptions?: { id: string; text?: string | null }[] | null
  rules?: string | null
  revision?: number | null
}

/** Incidents on record, as their collection gives them. */
export interface IncidentsPage {
  features: (Omit<Feature<Point | null, { hazard?: NetworkName | null; state?: string | null; reported_at?: string | null
    closed_at?: string | null; description?: string | null }>, 'id'> & { id: string })[]
}
