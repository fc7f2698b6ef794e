/** The questions about chiefs, goals, money, duties and route lists, one function each. */
import { address, ask } from './client'
import type {
  Checklist, GoalsAnswer, Obligations, PostSheet, RouteList, RouteWish, Shortfall, Trend, WhatIf,
} from './roadTypes'
import type { Level } from './types'

/** Features in one page of a shortfall. */
const PAGE = 1000

/** `on` is a day or empty, which is today by the server's clock. */
export const postSheet = (code: string, on: string, signal: AbortSignal) =>
  ask<PostSheet>(`/api/v1/chiefs/${encodeURIComponent(code)}/sheet`, { params: { on }, signal })

export interface GoalScope {
  jurisdiction: string | null
  asOf: string
}

export const goals = ({ jurisdiction, asOf }: GoalScope, signal: AbortSignal) =>
  ask<GoalsAnswer>('/api/v1/goals', { params: { as_of: asOf, jurisdiction }, signal })

/** One goal for all units of a level within the jurisdiction. */
export const goalByUnit = ({ jurisdiction, asOf }: GoalScope, goal: string, level: Level, signal: AbortSignal) =>
  ask<GoalsAnswer>('/api/v1/goals', { params: { as_of: asOf, jurisdiction, level, goal }, signal })

export const shortfall = ({ jurisdiction, asOf }: GoalScope, goal: string, due: string | null, part: string | null, signal: AbortSignal) =>
  ask<Shortfall>(`/api/v1/goals/${encodeURIComponent(goal)}/shortfall`, {
    params: { jurisdiction, as_of: asOf, due, part, limit: PAGE }, signal,
  })

export const trend = (id: string, jurisdiction: string | null, from: number, to: number, signal: AbortSignal) =>
  ask<Trend>('/api/v1/goals/trend', { params: { id, jurisdiction, from, to }, signal })

export const obligations = (year: number, jurisdiction: string | null, level: Level | null, signal: AbortSignal) =>
  ask<Obligations>('/api/v1/obligations', { params: { year, jurisdiction, level }, signal })

/** What would be owed by other rates, another regime, or with roads that are not there. */
export const obligationsIf = (wish: WhatIf, signal: AbortSignal) =>
  ask<Obligations>('/api/v1/obligations', { json: wish, signal })

/** Where the same answer is to be had as a file. */
export const fileOf = (report: 'obligations' | 'goals', format: 'xlsx' | 'csv' | 'html', params: Record<string, string | number | null>) =>
  address(`/api/v1/${report}.${format}`, params)

export const checklist = (jurisdiction: string | null, signal: AbortSignal) =>
  ask<Checklist>('/api/v1/checklist', { params: { jurisdiction }, signal })

export const makeRouteList = (wish: RouteWish, signal: AbortSignal) =>
  ask<RouteList>('/api/v1/route-lists', { json: wish, signal })

export const routeList = (id: string, signal: AbortSignal) =>
  ask<RouteList>(`/api/v1/route-lists/${encodeURIComponent(id)}`, { signal })

export const routeFile = (id: string, format: string) => `/api/v1/route-lists/${encodeURIComponent(id)}.${format}`
