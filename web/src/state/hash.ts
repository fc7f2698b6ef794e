/** The permalink: what the page shows, written into the fragment of its address. */
import type { Position } from 'geojson'
import type { NetworkName } from '../api/types'

export const TOOLS = ['inspect', 'leak', 'zone', 'chief', 'goals', 'routes', 'layers'] as const
export type Tool = (typeof TOOLS)[number]

export const CHIEF_VIEWS = ['posts', 'unassigned', 'overlaps'] as const
export type ChiefView = (typeof CHIEF_VIEWS)[number]

/** What the tool of the goals shows: goals, what must be paid, or duties without a figure. */
export const ASSESS_VIEWS = ['goals', 'money', 'duties'] as const
export type AssessView = (typeof ASSESS_VIEWS)[number]

export const GOAL_VIEWS = ['basis', 'shortfall', 'units', 'trend'] as const
export type GoalView = (typeof GOAL_VIEWS)[number]

/** One goal may have several dates, and be counted in several parts. */
export interface GoalRef {
  goal: string
  due: string | null
  part: string | null
}

export interface PipeRef {
  network: NetworkName
  code: string
}

export interface View {
  zoom: number
  centre: Position
}

export interface Permalink {
  view?: View
  tool?: Tool
  /** Of a leak. */
  hazard?: NetworkName
  /** Centre of the leak zone, or place of the leak. */
  at?: Position
  pipe?: PipeRef
  /** A leak at a node of a network. */
  node?: PipeRef
  radiusM?: number
  post?: string
  chiefs?: ChiefView
  /** The day that is looked at, where it is not today. */
  on?: string
  unit?: string
  assess?: AssessView
  goal?: GoalRef
  goalView?: GoalView
  year?: number
  /** A route list. */
  list?: string
}

/** `#map=13.5/34.05/113.85&tool=zone&r=300&at=113.85,34.05`. Parts that make no sense are dropped. */
export function parseHash(hash: string): Permalink {
  const params = new URLSearchParams(hash.replace(/^#/, ''))
  const link: Permalink = {}
  const [zoom, lat, lon] = numbers(params.get('map'), '/')
  const centre = place(lon, lat)
  if (centre && zoom !== undefined && zoom >= 0 && zoom <= 24) link.view = { zoom, centre }
  const tool = TOOLS.find((known) => known === params.get('tool'))
  if (tool) link.tool = tool
  const [atLon, atLat] = numbers(params.get('at'), ',')
  const at = place(atLon, atLat)
  if (at) link.at = at
  const hazard = params.get('hazard')
  if (hazard === 'gas' || hazard === 'heat') link.hazard = hazard
  for (const name of ['pipe', 'node'] as const) {
    const found = /^(gas|heat):(.+)$/.exec(params.get(name) ?? '')
    if (found) link[name] = { network: found[1] as NetworkName, code: found[2] ?? '' }
  }
  const [radius] = numbers(params.get('r'), ',')
  if (radius !== undefined && radius > 0 && radius <= 50_000) link.radiusM = radius
  const post = params.get('post')
  if (post) link.post = post
  const chiefs = CHIEF_VIEWS.find((known) => known === params.get('chiefs'))
  if (chiefs) link.chiefs = chiefs
  Object.assign(link, parseAssessment(params))
  return link
}

function parseAssessment(params: URLSearchParams): Permalink {
  const link: Permalink = {}
  const on = params.get('on') ?? ''
  if (isDay(on)) link.on = on
  const unit = params.get('unit')
  if (unit) link.unit = unit
  const assess = ASSESS_VIEWS.find((known) => known === params.get('show'))
  if (assess) link.assess = assess
  const [goal, due, part] = (params.get('goal') ?? '').split(',')
  if (goal) link.goal = { goal, due: due && isDay(due) ? due : null, part: part || null }
  const goalView = GOAL_VIEWS.find((known) => known === params.get('about'))
  if (goalView) link.goalView = goalView
  const year = params.get('year') ?? ''
  if (/^(19|20|21)\d\d$/.test(year)) link.year = Number(year)
  const list = params.get('list')
  if (list) link.list = list
  return link
}

/** `2024-05-01`, a day that there is. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text)
}

/** The map first, so that the links of one place start alike. Commas and slashes stay readable. */
export function formatHash(link: Permalink): string {
  const parts: string[] = []
  const put = (name: string, value: string) => parts.push(`${name}=${encodeURIComponent(value).replace(/%2C/g, ',').replace(/%2F/g, '/').replace(/%3A/g, ':')}`)
  if (link.view) {
    const [lon = 0, lat = 0] = link.view.centre
    // Five decimals are a metre, enough for where the map stands; a zone keeps all seven.
    put('map', `${trimmed(link.view.zoom, 2)}/${trimmed(lat, 6)}/${trimmed(lon, 6)}`)
  }
  if (link.tool && link.tool !== 'inspect') put('tool', link.tool)
  if (link.hazard) put('hazard', link.hazard)
  if (link.at) put('at', link.at.map((value) => trimmed(value, 7)).join(','))
  if (link.pipe) put('pipe', `${link.pipe.network}:${link.pipe.code}`)
  if (link.node) put('node', `${link.node.network}:${link.node.code}`)
  if (link.radiusM !== undefined) put('r', String(link.radiusM))
  if (link.post) put('post', link.post)
  if (link.chiefs && link.chiefs !== 'posts') put('chiefs', link.chiefs)
  if (link.assess && link.assess !== 'goals') put('show', link.assess)
  if (link.unit) put('unit', link.unit)
  if (link.on) put('on', link.on)
  if (link.year !== undefined) put('year', String(link.year))
  if (link.goal) put('goal', [link.goal.goal, link.goal.due ?? '', link.goal.part ?? ''].join(',').replace(/,+$/, ''))
  if (link.goalView && link.goalView !== 'basis') put('about', link.goalView)
  if (link.list) put('list', link.list)
  return `#${parts.join('&')}`
}

function trimmed(value: number, decimals: number): string {
  return String(Number(value.toFixed(decimals)))
}

function numbers(text: string | null, separator: string): (number | undefined)[] {
  const parts = (text ?? '').split(separator)
  const read = parts.map(Number)
  // `Number('')` is 0, and half a place is none.
  return parts.some((part) => part.trim() === '') || read.some((value) => !Number.isFinite(value)) ? [] : read
}

function place(lon: number | undefined, lat: number | undefined): Position | null {
  if (lon === undefined || lat === undefined) return null
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? [lon, lat] : null
}
