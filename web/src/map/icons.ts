/** Signs of valves and stations, drawn here: the page loads no sprite, and the legend shows the same paths. */

const GAS = '#8e0f5e'
const HEAT = '#a8391b'
/** Side of an icon on the map, in CSS pixels. */
export const ICON_SIZE = 18

interface Sign {
  /** In a box of 24 by 24. */
  path: string
  colour: string
  /** Outlined only: a shut valve is filled, as on paper drawings, and an open one is not. */
  hollow?: boolean
}

// Two triangles that meet, the valve of every pipe drawing.
const BOW_TIE = 'M3 6v12l9-6zM21 6v12l-9-6z'
const SQUARE = 'M5 5h14v14H5z'
const TRIANGLE = 'M12 2.5 22 20.5H2z'
const DOT = 'M12 10a2 2 0 1 0 0 4a2 2 0 1 0 0-4z'

export const ICONS = {
  'gas-valve': { path: BOW_TIE, colour: GAS, hollow: true },
  'gas-valve-closed': { path: BOW_TIE, colour: GAS },
  'gas-regulator': { path: SQUARE, colour: GAS },
  'gas-station': { path: TRIANGLE, colour: GAS },
  'gas-dot': { path: DOT, colour: GAS },
  'heat-valve': { path: BOW_TIE, colour: HEAT, hollow: true },
  'heat-valve-closed': { path: BOW_TIE, colour: HEAT },
  'heat-regulator': { path: SQUARE, colour: HEAT },
  'heat-station': { path: TRIANGLE, colour: HEAT },
  'heat-dot': { path: DOT, colour: HEAT },
} satisfies Record<string, Sign>
export type IconName = keyof typeof ICONS

export function iconOf(name: string): Sign | null {
  return (ICONS as Record<string, Sign>)[name] ?? null
}

/** The sign as pixels for the map, sharp at `ratio` device pixels per CSS pixel. */
export function drawIcon(sign: Sign, ratio: number): ImageData | null {
  const side = Math.round(ICON_SIZE * ratio)
  const canvas = document.createElement('canvas')
  canvas.width = side
  canvas.height = side
  const context = canvas.getContext('2d')
  if (!context) return null
  context.scale(side / 24, side / 24)
  const path = new Path2D(sign.path)
  context.lineJoin = 'round'
  // A white rim lifts the sign from pipes of its own colour.
  context.strokeStyle = '#ffffff'
  context.lineWidth = 5
  context.stroke(path)
  context.fillStyle = sign.hollow ? '#ffffff' : sign.colour
  context.fill(path)
  context.strokeStyle = sign.colour
  context.lineWidth = 2
  context.stroke(path)
  return context.getImageData(0, 0, side, side)
}
