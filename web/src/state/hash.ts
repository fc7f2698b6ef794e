/** The permalink: what the page shows, written into the fragment of its address. */
import type { Position } from 'geojson'
import type { NetworkName } from '../api/types'

export const TOOLS = ['inspect', 'leak', 'zone', 'chief', 'layers'] as const
export type Tool = (typeof TOOLS)[number]

export const CHIEF_VIEWS = ['posts', 'unassigned', 'overlaps'] as const
export type ChiefView = (typeof CHIEF_VIEWS)[number]

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
  return link
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
