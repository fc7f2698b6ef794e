import { afterEach, describe, expect, it, vi } from 'vitest'
import { address, ask } from './client'
import { Problem } from './problem'
import { assessLeak, codesWithin, householdsWithin, moreHouseholds, roadsOfPost } from './questions'

function answering(body: unknown, status = 200) {
  const fetched = vi.fn<typeof fetch>(() =>
    Promise.resolve(new Response(typeof body === 'string' ? body : JSON.stringify(body), { status })))
  vi.stubGlobal('fetch', fetched)
  return fetched
}

afterEach(() => vi.unstubAllGlobals())

describe('address', () => {
  it('leaves out what has no value and encodes the rest', () => {
    expect(address('/api/v1/search', { q: '鄢陵 K1+250', limit: 5, cursor: null, level: '' }))
      .toBe('/api/v1/search?q=%E9%84%A2%E9%99%B5+K1%2B250&limit=5')
  })

  it('keeps zero and false, which are values', () => {
    expect(address('/x', { lon: 0, geometry: false })).toBe('/x?lon=0&geometry=false')
  })

  it('adds to a query that is already there', () => {
    expect(address('/x?a=1', { b: 2 })).toBe('/x?a=1&b=2')
  })
})

describe('ask', () => {
  it('gives the answer of the server', async () => {
    answering({ revision: 12 })
    await expect(ask('/api/v1/world')).resolves.toEqual({ revision: 12 })
  })

  it('raises what the server says was wrong, field by field', async () => {
    const errors = [{ pointer: '/radius_m', detail: 'at most 50000' }]
    answering({ title: 'Out of range', detail: 'radius_m is 60000', errors }, 422)
    const problem = await ask('/x').catch((error: unknown) => error)
    expect(problem).toBeInstanceOf(Problem)
    expect(problem).toMatchObject({ kind: 'refused', status: 422, detail: 'radius_m is 60000', errors })
  })

  it('survives an error page that is not JSON', async () => {
    answering('<html>Bad gateway</html>', 502)
    await expect(ask('/x')).rejects.toMatchObject({ kind: 'refused', status: 502, detail: null, errors: [] })
  })

  it('calls an answer that is not JSON garbled', async () => {
    answering('<html>', 200)
    await expect(ask('/x')).rejects.toMatchObject({ kind: 'garbled' })
  })

  it('tells a dead connection from a refusal', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))
    await expect(ask('/x')).rejects.toMatchObject({ kind: 'unreachable' })
  })

  it('lets an abort through as it is', async () => {
    const abort = new AbortController()
    abort.abort()
    vi.stubGlobal('fetch', () => Promise.reject(new DOMException('gone', 'AbortError')))
    await expect(ask('/x', { signal: abort.signal })).rejects.toMatchObject({ name: 'AbortError' })
  })

  it.each(['https://elsewhere.example/x', '//elsewhere.example/x', 'x'])('never leaves the origin: %s', async (path) => {
    const fetched = answering({})
    await expect(ask(path)).rejects.toMatchObject({ kind: 'garbled' })
    expect(fetched).not.toHaveBeenCalled()
  })
})

describe('questions', () => {
  it('a zone around a place is asked with seven decimals, the ones that are shown', async () => {
    const fetched = answering({ count: 0 })
    await householdsWithin({ kind: 'circle', at: [113.123456789, 34.0], radiusM: 300 })
    expect(fetched.mock.calls[0]?.[0])
      .toBe('/api/v1/households/within?lon=113.1234568&lat=34.0000000&radius_m=300&return=features&limit=500')
  })

  it('a zone along a pipe names network and pipe', async () => {
    const fetched = answering({ codes: [] })
    await codesWithin({ kind: 'pipe', network: 'heat', code: 'H 1', radiusM: 50 })
    expect(fetched.mock.calls[0]?.[0]).toBe('/api/v1/households/within?network=heat&pipe=H+1&radius_m=50&return=codes')
  })

  it('a drawn zone is posted as GeoJSON, closed, and again for its next page', async () => {
    const fetched = answering({ count: 0 })
    const zone = { kind: 'area' as const, ring: [[0, 0], [1, 0], [1, 1]] }
    await householdsWithin(zone)
    await moreHouseholds('/api/v1/households/within?cursor=x', zone)
    for (const [, request] of fetched.mock.calls) {
      expect(request?.method).toBe('POST')
      expect(JSON.parse(String(request?.body))).toEqual({ type: 'Polygon', coordinates: [[[0, 0], [1, 0], [1, 1], [0, 0]]] })
    }
    expect(fetched.mock.calls[1]?.[0]).toBe('/api/v1/households/within?cursor=x')
  })

  it('a leak is posted as JSON', async () => {
    const fetched = answering({ zones: null })
    await assessLeak({ hazard: 'gas', pipe: 'QG1', controlled: false })
    const [path, request] = fetched.mock.calls[0] ?? []
    expect(path).toBe('/api/v1/leaks/assess')
    expect(request).toMatchObject({ method: 'POST', body: '{"hazard":"gas","pipe":"QG1","controlled":false}' })
    expect(new Headers(request?.headers).get('content-type')).toBe('application/json')
  })

  it('a code with a slash stays one part of the path', async () => {
    const fetched = answering({ rows: [] })
    await roadsOfPost('a/b', '')
    expect(fetched.mock.calls[0]?.[0]).toBe('/api/v1/chiefs/a%2Fb/roads?geometry=true&limit=500')
  })
})
