import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { last, serve, settle, type Asked } from './server.fixture'

const PATH = '/api/v1/obligations'
let requests: Asked[]
let money: typeof import('./money')
let units: typeof import('./units')

const row = (jurisdiction: string, level: string) => ({
  jurisdiction, level, name: jurisdiction, regime: '4:6', length_km: {}, daily_floor_cny: '1.00', shares_cny: null, works_target_km: null, works_done_km: null,
  planned_cny: null, spent_cny: null, clauses: [], assumptions: [],
})

beforeEach(async () => {
  vi.resetModules()
  requests = serve()
  money = await import('./money')
  units = await import('./units')
  const { tool } = await import('./view')
  const { assessView } = await import('./goals')
  assessView.value = 'money'
  tool.value = 'goals'
  money.year.value = 2025
  await settle()
})
afterEach(() => vi.unstubAllGlobals())

const ofYear = () => requests.filter(({ path, query }) => path === PATH && query['year'] === '2025')

it('a unit is asked for with its year, and then those below it', async () => {
  const [first] = ofYear()
  expect(first?.query).toEqual({ year: '2025' })
  await first?.answer({ year: 2025, rows: [row('411000', 'city'), row('411024', 'county')] })
  expect(money.obligation.value?.jurisdiction).toBe('411000')
  expect(ofYear().at(-1)?.query).toEqual({ year: '2025', jurisdiction: '411000', level: 'county' })
  await ofYear().at(-1)?.answer({ year: 2025, rows: [row('411024', 'county')] })
  expect(money.obligationsBelow.value.map(({ jurisdiction }) => jurisdiction)).toEqual(['411024'])
})

describe('an amount', () => {
  it.each([['', null], [' ', null], ['12000', '12000'], ['12,000', '12000'], ['\uFF11\uFF12.5', '12.5'], ['-1', undefined], ['1e5', undefined], ['twelve', undefined]])(
    '%j is read as %j', (text, read) => expect(money.readAmount(text)).toBe(read))
})

describe('what if', () => {
  it('is not asked while nothing differs or something cannot be read', () => {
    expect(money.wish.value).toBeNull()
    money.ifs.county = 'much'
    money.ifs.regime = '2:2:6'
    expect(money.wish.value).toBeNull()
    money.ifs.county = ''
    expect(money.wish.value).toEqual({ year: 2025, regime: '2:2:6' })
  })

  it('posts what differs, as texts, and its answer goes with the place', async () => {
    units.unit.value = '411024'
    await settle()
    money.ifs.county = '12000'
    money.ifs.added.push({ class: 'village', length: '12.5' })
    void money.askWhatIf()
    await settle()
    const asked = last(requests.filter(({ body }) => body !== undefined), PATH)
    expect(asked?.body).toEqual({
      year: 2025, jurisdiction: '411024', rates_cny_per_km: { county: '12000' }, added_roads: [{ jurisdiction: '411024', class: 'village', length_km: '12.5' }],
    })
    await asked?.answer({ year: 2025, rows: [row('411024', 'county')], what_if: {} })
    expect(money.obligationIf.value?.jurisdiction).toBe('411024')
    units.unit.value = null
    await settle()
    expect(money.obligationIf.value).toBeNull()
  })
})
