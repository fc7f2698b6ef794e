/** Boxes around geometries. */
import type { Geometry, Position } from 'geojson'

/** West, south, east, north, in degrees. */
export type Box = [number, number, number, number]

/** The box around all positions, or null when there is none. */
export function boxAround(geometries: Iterable<Geometry | null | undefined>): Box | null {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity]
  for (const geometry of geometries) {
    if (geometry) for (const position of positions(geometry)) stretch(box, position)
  }
  return box[0] <= box[2] ? box : null
}

/** The box `metres` larger on every side; a little more, since it is only for looking at. */
export function widened([west, south, east, north]: Box, metres: number): Box {
  const lat = metres / 110_500
  const lon = lat / Math.cos((Math.max(Math.abs(south), Math.abs(north)) * Math.PI) / 180)
  return [west - lon, south - lat, east + lon, north + lat]
}

export function centreOf([west, south, east, north]: Box): Position {
  return [(west + east) / 2, (south + north) / 2]
}

function stretch(box: Box, [lon = 0, lat = 0]: Position) {
  box[0] = Math.min(box[0], lon)
  box[1] = Math.min(box[1], lat)
  box[2] = Math.max(box[2], lon)
  box[3] = Math.max(box[3], lat)
}

function* positions(geometry: Geometry): Generator<Position> {
  switch (geometry.type) {
    case 'Point':
      yield geometry.coordinates
      break
    case 'MultiPoint':
    case 'LineString':
      yield* geometry.coordinates
      break
    case 'MultiLineString':
    case 'Polygon':
      for (const line of geometry.coordinates) yield* line
      break
    case 'MultiPolygon':
      for (const polygon of geometry.coordinates) for (const ring of polygon) yield* ring
      break
    case 'GeometryCollection':
      for (const part of geometry.geometries) yield* positions(part)
  }
}
