/** The leak zone: its shape, and who is inside according to the server. */
import type { Feature, Position } from 'geojson'
import { computed, ref, shallowRef, watch } from 'vue'
import { codesWithin, degrees, feature, householdsWithin, moreHouseholds, type Zone } from '../api/questions'
import type { CodedFeature, Household, HouseholdCodes, HouseholdsWithin } from '../api/types'
import { boxAround, widened } from '../geo/bounds'
import { circle } from '../geo/circle'
import type { PipeRef } from './hash'
import { draw, shape, strongHouseholds } from './overlays'
import { useQuestion } from './question'
import { flyToBox, showMap, tool } from './view'

export type ZoneMode = 'point' | 'pipe' | 'polygon'

/** Even steps for the thumb, uneven in metres: leaks of a few metres matter as much as of kilometres. */
export const RADIUS_STOPS = [
  5, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 125, 150, 200, 250, 300, 350, 400, 500, 600, 700, 800,
  1000, 1200, 1500, 1750, 2000,
]
export const MAX_RADIUS_M = 50_000
/** Households that are all highlighted; of more than that, those that are listed. */
const ALL_HIGHLIGHTED = 5000

export const mode = ref<ZoneMode>('point')
export const centre = shallowRef<Position | null>(null)
export const pipe = shallowRef<PipeRef | null>(null)
export const ring = shallowRef<Position[]>([])
/** True while the polygon is being drawn; asked for only when it is finished. */
export const drawing = ref(false)
export const radiusM = ref(300)
/** A pipe that lay under the last click, offered instead of the circle. */
export const offer = shallowRef<PipeRef | null>(null)

const asked = useQuestion<HouseholdsWithin>()
const asking = useQuestion<HouseholdsWithin>()
const codesAsked = useQuestion<HouseholdCodes>()
const pipeAsked = useQuestion<CodedFeature>()

export const answer = asked.answer
export const problem = computed(() => asked.problem.value ?? pipeAsked.problem.value ?? asking.problem.value)
export const loading = asked.loading
export const loadingMore = asking.loading
export const households = shallowRef<Household[]>([])
export const next = ref<string | null>(null)

/** Rounded to what is asked and shown, so that circle, number and answer speak of one place. */
export function setCentre(at: Position, found: PipeRef | null = null) {
  const [lon = 0, lat = 0] = at
  mode.value = 'point'
  centre.value = [Number(degrees(lon)), Number(degrees(lat))]
  offer.value = found
}

export function setPipe(chosen: PipeRef) {
  mode.value = 'pipe'
  offer.value = null
  pipe.value = chosen
}

export function addVertex(at: Position) {
  if (!drawing.value) startDrawing()
  ring.value = [...ring.value, at]
}

export function startDrawing() {
  mode.value = 'polygon'
  ring.value = []
  drawing.value = true
}

export function undoVertex() {
  ring.value = ring.value.slice(0, -1)
}

export function finishDrawing() {
  if (ring.value.length >= 3) drawing.value = false
}

export function setMode(chosen: ZoneMode) {
  mode.value = chosen
  offer.value = null
  if (chosen === 'polygon' && ring.value.length === 0) drawing.value = true
}

export function clearZone() {
  centre.value = null
  pipe.value = null
  ring.value = []
  offer.value = null
  drawing.value = mode.value === 'polygon'
}

export async function loadMore() {
  const [link, asked] = [next.value, zone.value]
  if (!link || !asked) return
  const page = await asking.put((signal) => moreHouseholds(link, asked, signal))
  if (page) {
    households.value = [...households.value, ...(page.features ?? [])]
    next.value = page.next ?? null
  }
}

/** What is to be asked, or null while the zone is incomplete. */
const zone = computed<Zone | null>(() => {
  if (mode.value === 'point') return centre.value && { kind: 'circle', at: centre.value, radiusM: radiusM.value }
  if (mode.value === 'pipe') return pipe.value && { kind: 'pipe', ...pipe.value, radiusM: radiusM.value }
  return !drawing.value && ring.value.length >= 3 ? { kind: 'area', ring: ring.value } : null
})

let waiting: ReturnType<typeof setTimeout> | undefined

async function askNow() {
  asking.clear()
  codesAsked.clear()
  const complete = zone.value
  if (!complete) {
    asked.clear()
    households.value = []
    next.value = null
    return
  }
  const found = await asked.put((signal) => householdsWithin(complete, signal))
  households.value = found?.features ?? []
  next.value = found?.next ?? null
  // The list comes in pages, but a map that marks only the nearest would mislead.
  if (found?.next && typeof found.count === 'number' && found.count <= ALL_HIGHLIGHTED) {
    void codesAsked.put((signal) => codesWithin(complete, signal))
  }
}

export const askAgain = askNow

watch(zone, () => {
  // A thumb on the slider asks for one zone, the one it stops at.
  clearTimeout(waiting)
  waiting = setTimeout(() => void askNow(), 120)
  if (zone.value) loading.value = true
})

watch(pipe, async (chosen) => {
  pipeAsked.clear()
  if (!chosen) return
  if (await pipeAsked.put((signal) => feature(`${chosen.network}_pipes`, chosen.code, signal))) showZone()
})

/** Moves the map so that the whole zone can be seen. */
export function showZone() {
  const box = boxAround(zoneShapes().map(({ geometry }) => geometry))
  if (!box) return
  showMap()
  flyToBox(mode.value === 'pipe' ? widened(box, radiusM.value) : box)
}

watch([tool, mode, centre, radiusM, ring, drawing, pipeAsked.answer], () => {
  draw('zone', tool.value === 'zone' ? zoneShapes() : [])
})

/** Whether the map marks everybody inside. */
export const allHighlighted = computed(() => next.value === null || codesAsked.answer.value !== null)

watch([tool, codesAsked.answer], () => {
  strongHouseholds.value = tool.value === 'zone' ? (codesAsked.answer.value?.codes ?? []) : []
})

watch([tool, households], () => {
  const seen = tool.value === 'zone' ? households.value : []
  draw('zone_households', seen.filter((household) => household.geometry as unknown) as Feature<Household['geometry'], Record<string, unknown>>[])
})

function zoneShapes() {
  if (mode.value === 'point' && centre.value) {
    return [shape(circle(centre.value, radiusM.value)), shape({ type: 'Point', coordinates: centre.value }, { part: 'centre' })]
  }
  const pipeGeometry = pipeAsked.answer.value?.geometry
  if (mode.value === 'pipe' && pipeGeometry) {
    return [shape(pipeGeometry, { part: 'pipe', radius_m: radiusM.value })]
  }
  if (mode.value === 'polygon' && ring.value.length > 0) {
    const corners = ring.value.map((at) => shape({ type: 'Point', coordinates: at }, { part: 'vertex' }))
    if (ring.value.length === 1) return corners
    return drawing.value
      ? [shape({ type: 'LineString', coordinates: ring.value }, { part: 'draft' }), ...corners]
      : [shape({ type: 'Polygon', coordinates: [[...ring.value, ring.value[0] as Position]] })]
  }
  return []
}
