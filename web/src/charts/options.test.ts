import { describe, expect, it } from 'vitest'
import { STATUSES } from '../api/roadTypes'
import { stackedBars, STATUS_COLOURS, STATUS_SIGNS, trendLine } from './options'

interface Drawn { series: { name: string; data: unknown[]; markLine?: { data: unknown[] } }[] }

it('a bar has its parts in the order given, and none is left out for being zero', () => {
  const option = stackedBars([{ name: '', parts: [{ name: 'a', value: 2, colour: '#111' }, { name: 'b', value: 0, colour: '#222' }] }], 'km', String) as unknown as Drawn
  expect(option.series.map(({ name, data }) => [name, data])).toEqual([['a', [2]], ['b', [0]]])
})

describe('a trend', () => {
  const figures = [{ year: '2020', value: null, status: 'no_data' as const }, { year: '2021', value: 0.4, status: 'not_due' as const }]

  it('leaves a gap where there is no value, and draws none as zero', () => {
    const option = trendLine(figures, 0.8, { value: 'v', target: 't' }, String) as unknown as Drawn
    expect(option.series[0]?.data).toMatchObject([{ value: null }, { value: 0.4 }])
    expect(option.series[0]?.markLine?.data).toEqual([{ yAxis: 0.8 }])
  })

  it('has no line across without a target', () => {
    expect((trendLine(figures, null, { value: 'v', target: 't' }, String) as unknown as Drawn).series[0]?.markLine).toBeUndefined()
  })
})

it('no status is told by its colour alone', () => {
  const signs = STATUSES.map((status) => STATUS_SIGNS[status])
  expect(new Set(signs).size).toBe(STATUSES.length)
  for (const status of STATUSES) expect(STATUS_COLOURS[status]).toMatch(/^#[0-9a-f]{6}$/)
})
