import { expect, it } from 'vitest'
import { boxAround, widened } from './bounds'
import { circle } from './circle'
import { anchorOf, isBetter, shortName } from './labels'

it('the label of a plain square is in its middle', () => {
  const square = [[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]
  expect(anchorOf({ type: 'Polygon', coordinates: [square] })).toEqual({ at: [1, 1], area: 4 })
})

it('the label of a U is in an arm or the foot, not in the gap', () => {
  const u = [[0, 0], [5, 0], [5, 5], [4, 5], [4, 1], [1, 1], [1, 5], [0, 5], [0, 0]]
  const [x = 0, y = 0] = anchorOf({ type: 'Polygon', coordinates: [u] })?.at ?? []
  expect(x < 1 || x > 4 || y < 1).toBe(true)
})

it('of several parts the largest carries the label', () => {
  const small = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]
  const large = [[10, 10], [14, 10], [14, 14], [10, 14], [10, 10]]
  expect(anchorOf({ type: 'MultiPolygon', coordinates: [[small], [large]] })?.at).toEqual([12, 12])
})

it('a line has no label point', () => {
  expect(anchorOf({ type: 'LineString', coordinates: [[0, 0], [1, 1]] })).toBeNull()
})

it('a label moves only for a clearly larger piece', () => {
  const known = { at: [0, 0], area: 100 }
  expect(isBetter({ at: [1, 1], area: 101 }, known)).toBe(false)
  expect(isBetter({ at: [1, 1], area: 120 }, known)).toBe(true)
  expect(isBetter({ at: [1, 1], area: 1 }, undefined)).toBe(true)
})

it('the box of nothing is null, and of several geometries holds them all', () => {
  expect(boxAround([])).toBeNull()
  expect(boxAround([null, { type: 'Point', coordinates: [1, 2] }, { type: 'LineString', coordinates: [[0, 5], [3, 4]] }]))
    .toEqual([0, 2, 3, 5])
})

it('a widened box holds the circle around its middle', () => {
  const [west, south, east, north] = widened([113.85, 34.05, 113.85, 34.05], 300)
  const [first = [], ...others] = circle([113.85, 34.05], 300).coordinates[0] ?? []
  for (const [lon = 0, lat = 0] of [first, ...others]) {
    expect(lon > west && lon < east && lat > south && lat < north).toBe(true)
  }
})

it.each([
  ['西李村村民委员会', '西李村'],
  ['太平岗村委会', '太平岗村'],
  ['金地社区居委会', '金地社区'],
  ['西街居民委员会', '西街'],
  ['安陵镇', '安陵镇'],
  ['居委会', '居委会'],
])('%s is labelled %s', (name, label) => {
  expect(shortName(name)).toBe(label)
})
