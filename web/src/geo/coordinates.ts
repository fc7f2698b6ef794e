/** Coordinates that somebody typed or pasted. */
import type { Position } from 'geojson'

/**
 * `113.85, 34.05` or `34.05N 113.85E`, as longitude and latitude.
 *
 * Bare numbers are longitude first, as in all our data; when only the other order is possible
 * (a latitude beyond 90°), it is taken. Null for anything else, which is then searched as words.
 */
export function parseCoordinates(text: string): Position | null {
  const match = /^\s*(-?\d{1,3}(?:\.\d+)?)\s*°?\s*([NSEW])?\s*[,\uFF0C;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*°?\s*([NSEW])?\s*$/i.exec(text)
  if (!match) return null
  const [, first = '', firstSide = '', second = '', secondSide = ''] = match
  // Two whole numbers are more likely part of a name or a code than a place.
  if (!first.includes('.') && !second.includes('.')) return null
  const [a, b] = [signed(first, firstSide), signed(second, secondSide)]
  const swapped = /[NS]/i.test(firstSide) || /[EW]/i.test(secondSide) || Math.abs(b) > 90
  const [lon, lat] = swapped ? [b, a] : [a, b]
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? [lon, lat] : null
}

function signed(digits: string, side: string): number {
  return Number(digits) * (/[SW]/i.test(side) ? -1 : 1)
}
