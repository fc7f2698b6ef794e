/**
 * One label point per jurisdiction, from polygons that arrive cut at tile edges.
 *
 * The largest piece seen so far carries the label: pieces of deeper zooms are smaller, so the
 * label stays where it was when the reader zooms in, and improves when a fuller piece arrives.
 */
import type { Geometry, Polygon, Position } from 'geojson'

export interface LabelAnchor {
  at: Position
  /** Of the piece, in square degrees: only compared, never shown. */
  area: number
}

/** The anchor inside the largest polygon of a geometry; null for anything that is not an area. */
export function anchorOf(geometry: Geometry): LabelAnchor | null {
  const polygons: Polygon['coordinates'][] =
    geometry.type === 'Polygon' ? [geometry.coordinates]
    : geometry.type === 'MultiPolygon' ? geometry.coordinates
    : []
  let best: LabelAnchor | null = null
  for (const polygon of polygons) {
    const ring = polygon[0]
    if (!ring || ring.length < 4) continue
    const area = Math.abs(signedArea(ring))
    if (area > 0 && area > (best?.area ?? 0)) best = { at: insidePoint(polygon), area }
  }
  return best
}

/** A little more is not worth a jump of the label on the screen. */
export function isBetter(found: LabelAnchor, known: LabelAnchor | undefined): boolean {
  return !known || found.area > known.area * 1.02
}

/**
 * The name of a village without its committee: 西李村村民委员会 and 西李村委会 are 西李村, which also
 * tells the village from its hamlet 西李. Of 西街居委会 only 西街 is left.
 */
export function shortName(name: string): string {
  const short = name
    .replace(/村?村(?:民委员会|委会)$/, '村')
    .replace(/居(?:民委员会|委会)$/, '')
  return short || name
}

function signedArea(ring: Position[]): number {
  let sum = 0
  for (let k = 1; k < ring.length; k++) {
    const [x0 = 0, y0 = 0] = ring[k - 1] ?? []
    const [x1 = 0, y1 = 0] = ring[k] ?? []
    sum += x0 * y1 - x1 * y0
  }
  return sum / 2
}

/**
 * A point inside: on each of a few horizontal lines take the middle of the widest part inside,
 * and keep the one that is widest for its distance from the middle of the box. Cheaper than the
 * pole of inaccessibility and good enough to set a name.
 */
function insidePoint(polygon: Position[][]): Position {
  const ys = (polygon[0] ?? []).map(([, y = 0]) => y)
  const south = Math.min(...ys)
  const height = Math.max(...ys) - south
  let best: Position = polygon[0]?.[0] ?? [0, 0]
  let bestScore = -1
  for (const share of [0.5, 0.42, 0.58, 0.34, 0.66, 0.25, 0.75]) {
    const y = south + height * share
    const cuts = crossings(polygon, y)
    for (let k = 0; k + 1 < cuts.length; k += 2) {
      const [from = 0, to = 0] = [cuts[k], cuts[k + 1]]
      const score = (to - from) * (1 - Math.abs(share - 0.5))
      if (score > bestScore) {
        bestScore = score
        best = [(from + to) / 2, y]
      }
    }
  }
  return best
}

function crossings(polygon: Position[][], y: number): number[] {
  const found: number[] = []
  for (const ring of polygon) {
    for (let k = 1; k < ring.length; k++) {
      const [x0 = 0, y0 = 0] = ring[k - 1] ?? []
      const [x1 = 0, y1 = 0] = ring[k] ?? []
      // Half-open, so that a vertex on the line is crossed once.
      if (y0 <= y !== y1 <= y) found.push(x0 + ((y - y0) * (x1 - x0)) / (y1 - y0))
    }
  }
  return found.sort((a, b) => a - b)
}
