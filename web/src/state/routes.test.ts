import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { last, serve, settle, type Asked } from './server.fixture'

const PATH = '/api/v1/route-lists'
let requests: Asked[]
let routes: typeof import('./routes')
let units: typeof import('./units')
let overlays: typeof import('./overlays')

const LIST = {
  id: 'R1', stops: [{ n: 1, collection: 'hazards', code: 'YH1', road: 'X1', chainage: 'K1+000', side: 'on', offset_m: 0, lon: 114.1, lat: 34.1, what: '治理', leg_km: '1.000', total_km: '1.000' }],
  length_km: '2.000', unreachable: [], route: { type: 'LineString', coordinates: [[114, 34], [114.1, 34.1]] },
}

beforeEach(async () => {
  vi.resetModules()
  requests = serve()
  routes = await import('./routes')
  units = await import('./units')
  overlays = await import('./overlays')
  const { tool } = await import('./view')
  tool.value = 'routes'
  await settle()
})
afterEach(() => vi.unstubAllGlobals())

describe('a list', () => {
  it('says what is still missing, one thing after the other', () => {
    routes.form.work = []
    expect(routes.missing.value).toBe('work')
    routes.form.work = ['hazards']
    expect(routes.missing.value).toBe('unit')
    units.unit.value = '411024'
    expect(routes.missing.value).toBe('start')
    routes.setStart([114.12345678, 34])
    expect(routes.missing.value).toBeNull()
    expect(routes.wish.value).toEqual({ work: ['hazards'], jurisdiction: '411024', start: { lon: 114.1234568, lat: 34 }, return: true })
  })

  it('is asked for with an area only when that is finished', async () => {
    routes.setStart([114, 34])
    routes.startArea()
    for (const corner of [[114, 34], [114.1, 34], [114.1, 34.1]]) routes.addAreaCorner(corner)
    expect(routes.missing.value).toBe('area')
    routes.finishArea()
    await settle()
    expect(routes.wish.value).toMatchObject({ area: { type: 'Polygon', coordinates: [[[114, 34], [114.1, 34], [114.1, 34.1], [114, 34]]] } })
    expect(routes.wish.value).not.toHaveProperty('jurisdiction')
  })

  it('may be the shortfall of a goal, on the day it was looked at', () => {
    units.unit.value = '411024'
    routes.setStart([114, 34])
    routes.form.work = []
    routes.goalWork.value = { goal: 'A06', due: '2025-12-31', part: null, asOf: '2024-05-01' }
    expect(routes.wish.value?.goal).toEqual({ id: 'A06', as_of: '2024-05-01', due: '2025-12-31' })
    expect(routes.wish.value).not.toHaveProperty('work')
  })

  it('draws its stops with their numbers, and a link to it asks for it', async () => {
    routes.listId.value = 'R1'
    await settle()
    await last(requests, `${PATH}/R1`)?.answer(LIST)
    expect(overlays.overlays.route_stops.features.map(({ properties }) => properties)).toEqual([{ n: 1, text: '1', strong: false }])
    routes.pickStop(1)
    await settle()
    expect(overlays.overlays.route_stops.features[0]?.properties?.['strong']).toBe(true)
    routes.leaveList()
    await settle()
    expect(overlays.overlays.route_stops.features).toEqual([])
  })

  it('that is refused leaves the choices as they were', async () => {
    units.unit.value = '411024'
    routes.setStart([114, 34])
    void routes.makeList()
    await settle()
    await last(requests, PATH)?.answer({ title: 'Refused', detail: 'there is no such work' }, 422)
    expect(routes.listProblem.value?.detail).toBe('there is no such work')
    expect(routes.wish.value).not.toBeNull()
  })
})
