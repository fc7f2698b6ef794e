/** Circles on the ellipsoid, for drawing. The server decides who is inside, never this polygon. */
import type { Polygon, Position } from 'geojson'

/** CGCS2000; differs from WGS 84 by a tenth of a millimetre in the semi-minor axis. */
const SEMI_MAJOR_M = 6_378_137
const FLATTENING = 1 / 298.257222101
const SEMI_MINOR_M = SEMI_MAJOR_M * (1 - FLATTENING)

const RADIANS = Math.PI / 180

/**
 * Where a geodesic of `distanceM` metres ends that leaves `from` at `azimuth` degrees from north.
 *
 * Vincenty's direct formula (Survey Review 23, 1975), with his symbols.
 */
export function destination(from: Position, azimuth: number, distanceM: number): Position {
  const [lon = 0, lat = 0] = from
  const f = FLATTENING
  const alpha1 = azimuth * RADIANS
  const tanU1 = (1 - f) * Math.tan(lat * RADIANS)
  const cosU1 = 1 / Math.hypot(1, tanU1)
  const sinU1 = tanU1 * cosU1
  const sigma1 = Math.atan2(tanU1, Math.cos(alpha1))
  const sinAlpha = cosU1 * Math.sin(alpha1)
  const cos2Alpha = 1 - sinAlpha ** 2
  const u2 = (cos2Alpha * (SEMI_MAJOR_M ** 2 - SEMI_MINOR_M ** 2)) / SEMI_MINOR_M ** 2
  const A = 1 + (u2 / 16_384) * (4096 + u2 * (-768 + u2 * (320 - 175 * u2)))
  const B = (u2 / 1024) * (256 + u2 * (-128 + u2 * (74 - 47 * u2)))

  let sigma = distanceM / (SEMI_MINOR_M * A)
  let cos2SigmaM = 0
  // Converges in three or four rounds for every distance that is drawn here.
  for (let round = 0, before = Infinity; Math.abs(sigma - before) > 1e-12 && round < 50; round++) {
    cos2SigmaM = Math.cos(2 * sigma1 + sigma)
    const deltaSigma =
      B * Math.sin(sigma) *
      (cos2SigmaM +
        (B / 4) *
          (Math.cos(sigma) * (-1 + 2 * cos2SigmaM ** 2) -
            (B / 6) * cos2SigmaM * (-3 + 4 * Math.sin(sigma) ** 2) * (-3 + 4 * cos2SigmaM ** 2)))
    before = sigma
    sigma = distanceM / (SEMI_MINOR_M * A) + deltaSigma
  }
  cos2SigmaM = Math.cos(2 * sigma1 + sigma)

  const sinSigma = Math.sin(sigma)
  const cosSigma = Math.cos(sigma)
  const x = sinU1 * sinSigma - cosU1 * cosSigma * Math.cos(alpha1)
  const phi2 = Math.atan2(
    sinU1 * cosSigma + cosU1 * sinSigma * Math.cos(alpha1),
    (1 - f) * Math.hypot(sinAlpha, x),
  )
  const lambda = Math.atan2(
    sinSigma * Math.sin(alpha1),
    cosU1 * cosSigma - sinU1 * sinSigma * Math.cos(alpha1),
  )
  const C = (f / 16) * cos2Alpha * (4 + f * (4 - 3 * cos2Alpha))
  const L =
    lambda -
    (1 - C) * f * sinAlpha *
      (sigma + C * sinSigma * (cos2SigmaM + C * cosSigma * (-1 + 2 * cos2SigmaM ** 2)))
  return [lon + L / RADIANS, phi2 / RADIANS]
}

/** A closed ring, counter-clockwise as RFC 7946 asks of an outer ring. */
export function circle(centre: Position, radiusM: number, vertices = 128): Polygon {
  const ring = Array.from({ length: vertices }, (_, k) => destination(centre, (-360 * k) / vertices, radiusM))
  return { type: 'Polygon', coordinates: [[...ring, ring[0] as Position]] }
}

/** Metres that one pixel covers on a map of 512-pixel tiles at zoom 0, at this latitude. */
export function metresPerPixelAtZoom0(lat: number): number {
  return (2 * Math.PI * SEMI_MAJOR_M * Math.cos(lat * RADIANS)) / 512
}
