import { expect, it } from 'vitest'
import { parseCoordinates } from './coordinates'

it.each([
  ['113.85, 34.05', [113.85, 34.05]],
  ['113.85,34.05', [113.85, 34.05]],
  ['113.85 34.05', [113.85, 34.05]],
  ['113.85\uFF0C34.05', [113.85, 34.05]],
  ['34.05, 113.85', [113.85, 34.05]],
  ['34.05N 113.85E', [113.85, 34.05]],
  ['113.85° E, 34.05° N', [113.85, 34.05]],
  ['-71.5, 42.25', [-71.5, 42.25]],
  ['71.5W, 42.25N', [-71.5, 42.25]],
])('%s is a place', (text, place) => {
  expect(parseCoordinates(text)).toEqual(place)
})

it.each(['', '113.85', 'X003411024 K12+345', '411024 100', '12 34', '200.5, 100.5', '鄢陵县'])('%j is not', (text) => {
  expect(parseCoordinates(text)).toBeNull()
})
