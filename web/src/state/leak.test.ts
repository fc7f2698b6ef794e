import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { ASSESSMENT } from './leak.fixture'

type Leak = typeof import('./leak')

const PATH = '/api/v1/leaks/assess'
let leak: Leak
let reports: { body: Record<string, unknown>; signal: AbortSignal; answer: (status: number, body: unknown) => void }[]

/** A page of its own per test: the state of the leak is that of the page. */
beforeEach(async () => {
  vi.useFakeTimers()
  vi.resetModules()
  reports = []
  vi.stubGlobal('window', { addEventListener: vi.fn(), matchMedia: () => ({ matches: false }) })
  vi.stubGlobal('fetch', (path: string, request: RequestInit) => path === PATH
    ? new Promise((resolve, reject) => {
      const signal = request.signal as AbortSignal
      signal.addEventListener('abort', () => reject(new DOMException('gone', 'AbortError')))
      reports.push({
        body: JSON.parse(String(request.body)) as Record<string, unknown>,
        signal,
        answer: (status, body) => resolve(new Response(JSON.stringify(body), { status })),
      })
    })
    : Promise.resolve(new Response(JSON.stringify({ type: 'Feature', geometry: null, properties: {} }))))
  leak = await import('./leak')
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** Lets the watchers see a change and the pause after it pass. */
async function pause(ms = 300) {
  await nextTick()
  await vi.advanceTimersByTimeAsync(ms)
}

async function begin() {
  leak.setLeakAsset({ network: 'gas', kind: 'pipe', code: 'QG1' })
  await pause()
  reports[0]?.answer(200, ASSESSMENT)
  await pause()
}

describe('the assessment', () => {
  it('is asked for once the place is known, and again once the typing pauses', async () => {
    await begin()
    for (const typed of ['5', '55']) {
      leak.form.lel_percent = typed
      await pause(100)
    }
    await pause()
    expect(reports.map(({ body }) => body)).toEqual([{ hazard: 'gas', pipe: 'QG1' }, { hazard: 'gas', pipe: 'QG1', lel_percent: 55 }])
    expect(leak.assessment.value).toEqual(ASSESSMENT)
  })

  it('is not asked for again when nothing changed', async () => {
    await begin()
    leak.form.hole_mm = ' '
    await pause()
    expect(reports).toHaveLength(1)
  })

  it('cancels the question before, whose answer comes too late', async () => {
    await begin()
    leak.form.controlled = 'true'
    await pause()
    leak.form.controlled = 'false'
    await pause()
    expect(reports[1]?.signal.aborted).toBe(true)
    reports[2]?.answer(200, { ...ASSESSMENT, revision: 3 })
    reports[1]?.answer(200, { ...ASSESSMENT, revision: 2 })
    await pause()
    expect(leak.assessment.value?.revision).toBe(3)
  })

  it('stands, overtaken, when a field is refused, and says which', async () => {
    await begin()
    leak.form.lel_percent = '99999'
    await pause()
    reports[1]?.answer(422, { title: 'Refused', errors: [{ pointer: '/lel_percent', detail: 'at most 2000' }] })
    await pause()
    expect(leak.assessment.value).toEqual(ASSESSMENT)
    expect(leak.faults.value).toEqual({ lel_percent: 'at most 2000' })
    leak.form.lel_percent = '50'
    await pause()
    reports[2]?.answer(200, ASSESSMENT)
    await pause()
    expect(leak.faults.value).toEqual({})
  })

  it('of one place is never shown for another', async () => {
    await begin()
    leak.setLeakPlace([114, 34], [])
    await nextTick()
    expect(leak.assessment.value).toBeNull()
  })

  it('is over when everything is cleared, and what was filled in with it', async () => {
    await begin()
    leak.form.deaths = '1'
    leak.toggleUnusable('V9')
    leak.clearLeak()
    await pause()
    expect(leak.assessment.value).toBeNull()
    expect(leak.form.deaths).toBe('')
    expect(leak.unusable.value).toEqual([])
    expect(reports).toHaveLength(1)
  })
})

describe('a click', () => {
  const found = [
    { collection: 'gas_nodes', code: 'QN1', name: null }, { collection: 'heat_pipes', code: 'RG1', name: null },
    { collection: 'gas_pipes', code: 'QG1', name: null }, { collection: 'households', code: 'H1', name: null },
  ]

  it('takes a pipe before a node, and one of the hazard at hand before the other', () => {
    leak.setLeakPlace([114, 34], found)
    expect(leak.asset.value).toEqual({ network: 'gas', kind: 'pipe', code: 'QG1' })
    expect(leak.offers.value.map(({ code }) => code)).toEqual(['QN1', 'RG1', 'QG1'])
    leak.setHazard('heat')
    expect(leak.asset.value?.code).toBe('RG1')
    leak.setLeakPlace([114, 34], found.slice(0, 1))
    expect([leak.asset.value?.code, leak.hazard.value]).toEqual(['QN1', 'gas'])
  })

  it('on nothing is the point alone', () => {
    leak.setLeakPlace([114.12345678, 34], [])
    expect([leak.at.value, leak.asset.value]).toEqual([[114.1234568, 34], null])
  })
})

it('a cordon is asked for when it is finished, not while it is drawn', async () => {
  await begin()
  leak.startCordon()
  for (const corner of [[114, 34], [114.01, 34], [114.01, 34.01]]) {
    leak.addCorner(corner)
    await pause()
  }
  expect(reports).toHaveLength(1)
  leak.finishCordon()
  await pause()
  expect(reports[1]?.body).toHaveProperty('cordon')
})
