/** The one place that talks to the server: same origin, JSON in and out, refusals as `Problem`. */
import { Problem, problemOf } from './problem'

export type Params = Record<string, string | number | boolean | null | undefined>

export interface Asking {
  params?: Params
  /** Sent as GeoJSON by POST when given. */
  geojson?: unknown
  /** Sent as JSON by POST when given. */
  json?: unknown
  signal?: AbortSignal
}

/**
 * `path` with its query. Parameters without a value are left out, not sent empty: the server
 * refuses an empty number.
 */
export function address(path: string, params: Params = {}): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(params)) {
    if (value !== null && value !== undefined && value !== '') query.set(name, String(value))
  }
  const text = query.toString()
  return text ? `${path}${path.includes('?') ? '&' : '?'}${text}` : path
}

/**
 * Asks and reads the answer.
 *
 * Throws `Problem` for everything except an abort, which keeps its own error so that a caller who
 * cancelled can tell.
 */
export async function ask<T>(path: string, { params, geojson, json, signal }: Asking = {}): Promise<T> {
  // `next` links come from the server; a link to elsewhere would leak what is being asked.
  if (!path.startsWith('/') || path.startsWith('//')) {
    throw new Problem('garbled', { title: `not a path of this server: ${path}` })
  }
  const request: RequestInit = { headers: { accept: 'application/json, application/geo+json' } }
  if (signal) request.signal = signal
  const body = geojson ?? json
  if (body !== undefined) {
    request.method = 'POST'
    request.headers = { ...request.headers, 'content-type': geojson === undefined ? 'application/json' : 'application/geo+json' }
    request.body = JSON.stringify(body)
  }
  let response: Response
  try {
    response = await fetch(address(path, params), request)
  } catch (error) {
    if (signal?.aborted) throw error
    throw new Problem('unreachable', { detail: error instanceof Error ? error.message : null })
  }
  if (!response.ok) throw await problemOf(response)
  try {
    return (await response.json()) as T
  } catch (error) {
    if (signal?.aborted) throw error
    throw new Problem('garbled', { status: response.status })
  }
}
