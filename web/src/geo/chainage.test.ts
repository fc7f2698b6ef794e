import { describe, expect, it } from 'vitest'
import { formatChainage, formatStretch, parseChainage, shortChainage } from './chainage'

describe('formatChainage', () => {
  it.each([
    [0, 'K0+000'],
    [7, 'K0+007'],
    [12_345, 'K12+345'],
    [999.6, 'K1+000'],
    [120_000.4, 'K120+000'],
  ])('%d m is written %s', (metres, written) => {
    expect(formatChainage(metres)).toBe(written)
  })
})

describe('parseChainage', () => {
  it.each([
    ['K12+345', 12_345],
    ['k12+345', 12_345],
    ['12+345', 12_345],
    [' K0+050 ', 50],
    ['K12\uFF0B345', 12_345],
    ['K1+250.5', 1250.5],
  ])('reads %s', (text, metres) => {
    expect(parseChainage(text)).toBe(metres)
  })

  it.each(['', '12', 'K12', 'K12+', 'K12+3456', '+345', 'X003'])('refuses %j', (text) => {
    expect(parseChainage(text)).toBeNull()
  })

  it('reads back what is written', () => {
    for (const metres of [0, 1, 999, 1000, 12_345, 987_654]) {
      expect(parseChainage(formatChainage(metres))).toBe(metres)
    }
  })
})

it('millimetres are left out where somebody reads, other text is not touched', () => {
  expect(shortChainage('K0+945.157')).toBe('K0+945')
  expect(shortChainage('K0+999.6')).toBe('K1+000')
  expect(shortChainage('km 12')).toBe('km 12')
})

it('a stretch shows an unknown end as a dash', () => {
  expect(formatStretch('K0+000', 'K1+250')).toBe('K0+000 – K1+250')
  expect(formatStretch('K0+000', null)).toBe('K0+000 – —')
})
