import { describe, expect, it } from 'vitest'
import { circle, destination, metresPerPixelAtZoom0 } from './circle'

const degrees = (d: number, m: number, s: number) => d + m / 60 + s / 3600

describe('destination', () => {
  it('ends where the worked example of the GDA manual ends (Flinders Peak to Buninyong)', () => {
    const flindersPeak = [degrees(144, 25, 29.5244), -degrees(37, 57, 3.7203)]
    const [lon, lat] = destination(flindersPeak, degrees(306, 52, 5.37), 54_972.271)
    // 1e-8 degrees is about a millimetre, as fine as the example is printed.
    expect(lon).toBeCloseTo(degrees(143, 55, 35.3839), 7)
    expect(lat).toBeCloseTo(-degrees(37, 39, 10.1561), 7)
  })

  it('follows a meridian north: a degree of latitude at Xuchang is 110.93 km', () => {
    const [lon, lat] = destination([113.85, 34], 0, 110_931)
    expect(lon).toBeCloseTo(113.85, 9)
    expect(lat).toBeCloseTo(35, 4)
  })

  it('stays put at distance zero', () => {
    expect(destination([113.85, 34.05], 77, 0)).toEqual([113.85, expect.closeTo(34.05, 12)])
  })
})

describe('circle', () => {
  const ring = circle([113.85, 34.05], 300, 64).coordinates[0] ?? []

  it('is closed and has the vertices asked for', () => {
    expect(ring).toHaveLength(65)
    expect(ring[0]).toEqual(ring[64])
  })

  it('runs counter-clockwise', () => {
    const twiceArea = ring.slice(1).reduce((sum, [x = 0, y = 0], k) => {
      const [x0 = 0, y0 = 0] = ring[k] ?? []
      return sum + (x0 - 113.85) * (y - 34.05) - (x - 113.85) * (y0 - 34.05)
    }, 0)
    expect(twiceArea).toBeGreaterThan(0)
  })

  it('is wider in degrees east to west than north to south, so it looks round on the map', () => {
    const lons = ring.map(([lon = 0]) => lon)
    const lats = ring.map(([, lat = 0]) => lat)
    const ratio = (Math.max(...lons) - Math.min(...lons)) / (Math.max(...lats) - Math.min(...lats))
    // Degrees of longitude shrink with cos(lat); the ellipsoid's two radii of curvature differ too.
    const [phi, e2] = [(34.05 * Math.PI) / 180, 0.00669438]
    const radii = (1 - e2) / (1 - e2 * Math.sin(phi) ** 2)
    expect(ratio).toBeCloseTo(radii / Math.cos(phi), 3)
  })
})

it('a pixel of zoom 0 covers 78 km at the equator and half of it at 60 degrees', () => {
  expect(metresPerPixelAtZoom0(0)).toBeCloseTo(78_271.517, 2)
  expect(metresPerPixelAtZoom0(60)).toBeCloseTo(39_135.758, 2)
})
