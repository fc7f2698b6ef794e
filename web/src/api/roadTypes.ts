/** Bodies of the API about chiefs, goals, money, duties and route lists, as far as the page reads them. */
import type { Feature, Geometry, LineString, MultiLineString, Polygon } from 'geojson'
import type { Level, Post, RoadRow } from './types'

/** From the best to the worst. */
export const GRADES = ['excellent', 'good', 'medium', 'poor', 'bad'] as const
export type Grade = (typeof GRADES)[number]

export const ROAD_CLASSES = ['county', 'township', 'village'] as const
export type RoadClass = (typeof ROAD_CLASSES)[number]

/** Decimal text in kilometres, three places. */
export type Km = string | null
/** Decimal text in yuan; null is not known, and never zero. */
export type Cny = string | null

export type LengthByClass = Partial<Record<RoadClass | 'total', Km>>

/** An id with its text, or the id alone. */
export type Said = string | { id?: string; text?: string | null }

/** Texts of what rows name by id: a list, or by id. */
export type Texts = Said[] | Record<string, string>

/** Something with a place on a post's roads. What is due has a day. */
export interface SheetItem {
  /** An inspection that is due is none yet, and has no code. */
  code?: string | null
  collection?: string | null
  name?: string | null
  road?: string | null
  chainage?: string | null
  from?: string | null
  to?: string | null
  kind?: string | null
  rating?: number | null
  rated_on?: string | null
  found_on?: string | null
  due_on?: string | null
  last_on?: string | null
  started_on?: string | null
  needed?: string | null
  days_overdue?: number | null
  /** Of an inspection: whose it is. */
  post?: string | null
  road_name?: string | null
  why?: string | null
  lon?: number | null
  lat?: number | null
}

export interface SheetStretch extends RoadRow {
  grade?: Grade | null
  index?: number | null
}

export interface PostSheet {
  post: Post
  on: string
  length_km: LengthByClass
  condition: { assessed_km: Km; by_grade: Partial<Record<Grade, Km>>; mean_index: number | string | null }
  stretches: SheetStretch[]
  bridges: SheetItem[]
  hazards: SheetItem[]
  violations: SheetItem[]
  works_due: SheetItem[]
  inspections_due: SheetItem[]
  clauses?: Said[]
  assumptions?: Said[]
}

export const STATUSES = ['overdue', 'not_met', 'no_data', 'not_due', 'met', 'no_target', 'not_applicable'] as const
export type Status = (typeof STATUSES)[number]

export interface GoalRow {
  goal: string
  /** Of a goal that is counted in several ways. */
  part?: string | null
  title?: string | null
  jurisdiction: string
  name?: string | null
  level: Level
  value: number | null
  numerator: number | null
  denominator: number | null
  unit: string | null
  op: string | null
  target: number | null
  /** As the document has it where it gives no number: 基本实现. */
  target_text?: string | null
  due: string | null
  final_due?: string | null
  status: Status
  coverage: number | null
  shortfall_count: number
  unknown_count?: number | null
  clause: string
  responsible: string[]
  assumptions: Said[]
  /** What is counted, in words of the server. */
  counted?: string | null
  document?: string | null
  /** To the target: when all that is unknown fails, and when it all passes. */
  remaining?: { amount: number; least: number | null; unit?: string | null; cost_cny?: Cny } | null
  /** Of a yearly goal. */
  years?: { year: number; value: number | null; numerator: number | null; denominator: number | null }[]
  target_year_value?: number | null
}

export interface GoalsAnswer {
  as_of: string
  rows: GoalRow[]
  /** The texts of those that rows name by id. */
  assumptions?: Texts
}

export interface ShortfallProperties {
  collection: string
  code: string
  name?: string | null
  jurisdiction?: string | null
  road?: string | null
  from?: string | null
  to?: string | null
  length_km?: string | number | null
  why?: string | null
  /** True for what could fail for want of data. */
  unknown: boolean
}

export type ShortfallFeature = Omit<Feature<Geometry | null, ShortfallProperties>, 'id'> & { id: string }

export interface Shortfall {
  goal: string
  as_of: string
  jurisdiction: string
  /** What fails; what is unknown comes after it and is counted apart. */
  count: number
  unknown_count?: number | null
  unit?: string | null
  features: ShortfallFeature[]
  next: string | null
}

export interface TrendRow {
  as_of: string
  value: number | null
  target?: number | null
  status: Status
  coverage: number | null
  part?: string | null
  due?: string | null
  unit?: string | null
  denominator?: number | null
}

export interface Trend {
  rows: TrendRow[]
}

/** Something of the ledger that breaks a rule, or that nobody could judge. */
export interface Finding {
  rule?: string | null
  clause?: string | null
  collection?: string | null
  code?: string | null
  entry?: string | null
  source?: string | null
  purpose?: string | null
  amount_cny?: Cny
  problem?: string | null
}

export const PAYERS = ['province', 'city', 'county'] as const
export type Payer = (typeof PAYERS)[number]
export type ByPayer = Partial<Record<Payer | 'total', Cny>>

/** A rule of the money that is met or not, with its figures beside. */
export type MoneyRule = { rule: string; clause: string; status?: Status } & Record<string, unknown>

export interface ObligationRow {
  jurisdiction: string
  name: string | null
  level: Level
  regime: string | null
  length_km: LengthByClass
  daily_floor_cny: Cny
  shares_cny: Partial<Record<Payer, Cny>> | null
  works_target_km: Km
  works_done_km: Km
  planned_cny: Cny
  spent_cny: Cny
  daily_cny?: { planned: ByPayer; spent: ByPayer } | null
  unplaced_km?: LengthByClass | null
  ledger?: Finding[]
  budget_rule?: MoneyRule | null
  growth?: MoneyRule | null
  budget_lines?: MoneyRule | null
  review_due?: { clause: string; due: string; overdue?: boolean } | null
  /** Fields that are not known, and why. */
  missing?: { field: string; why: string }[]
  clauses: Said[]
  assumptions: Said[]
  /** What a what-if adds to what the rules ask. */
  difference?: { length_km?: Km; works_target_km?: Km; daily_floor_cny?: Cny; shares_cny?: ByPayer | null } | null
}

export interface Obligations {
  year: number
  as_of?: string
  rows: ObligationRow[]
  /** The texts of those that rows name by id. */
  assumptions?: Texts
  what_if?: unknown
}

export interface WhatIf {
  year: number
  jurisdiction?: string
  level?: Level
  rates_cny_per_km?: Partial<Record<RoadClass, string>>
  regime?: string
  added_roads?: { jurisdiction: string; class: RoadClass; length_km: string }[]
}

export interface DutyRecord {
  code: string
  done_on: string | null
  evidence: string | null
  note?: string | null
}

export interface Duty {
  duty: string
  clause: string
  title?: string | null
  /** The wording of the document. */
  text?: string | null
  records: DutyRecord[]
  recorded: boolean
}

/** Of each county-level body that was asked for. */
export interface Checklist {
  bodies: { jurisdiction: string; name: string | null; duties: Duty[] }[]
  /** Records of duties that the rules do not know, or of no body. */
  unknown?: DutyRecord[]
}

export const WORKS = ['hazards', 'bridges', 'inspections', 'violations'] as const
export type Work = (typeof WORKS)[number]

/** In the order in which the page offers them. */
export const ROUTE_FORMATS = ['pdf', 'gpx', 'kml', 'xlsx', 'csv', 'geojson', 'gpkg'] as const

export interface RouteWish {
  work?: Work[]
  goal?: { id: string; as_of?: string; part?: string; due?: string }
  jurisdiction?: string
  post?: string
  area?: Polygon
  start: { lon: number; lat: number }
  return: boolean
  name?: string
}

export interface Stop {
  n: number
  collection: string
  code: string
  road: string | null
  chainage: string | null
  side: string | null
  offset_m: number | null
  lon: number
  lat: number
  /** In Chinese. */
  what: string
  what_en?: string | null
  leg_km: string | number | null
  total_km: string | number | null
}

export interface Unreachable {
  collection?: string
  code: string
  what?: string | null
  what_en?: string | null
  why?: string | null
  lon?: number | null
  lat?: number | null
}

export interface RouteList {
  id: string
  name?: string | null
  stops: Stop[]
  length_km: string | number | null
  /** Back to the start, where the crew returns. */
  home_km?: Km
  made_on?: string | null
  unreachable: Unreachable[]
  route: LineString | MultiLineString | null
}
