/** A crew's list: which work, where from, and the stops in order. */
import type { Position } from 'geojson'
import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { degrees } from '../api/questions'
import { makeRouteList, routeList } from '../api/roadQuestions'
import type { RouteList, RouteWish, Stop, Work } from '../api/roadTypes'
import { boxAround } from '../geo/bounds'
import { chosenPost } from './chief'
import type { GoalRef } from './hash'
import { draw, shape } from './overlays'
import { useQuestion } from './question'
import { path, unit } from './units'
import { flyTo, flyToBox, showMap, tool } from './view'

/** Where the work lies: in a jurisdiction, on the roads of a post, in a drawn area. */
export const AREAS = ['unit', 'post', 'area'] as const
export type AreaKind = (typeof AREAS)[number]

export const form = reactive({ work: ['hazards'] as Work[], area: 'unit' as AreaKind, back: true, name: '' })
/** The shortfall of a goal, as work; set from the goals. */
export const goalWork = shallowRef<(GoalRef & { asOf: string }) | null>(null)
export const start = shallowRef<Position | null>(null)
/** The drawn area without its closing corner. */
export const corners = shallowRef<Position[]>([])
export const drawingArea = ref(false)

const asked = useQuestion<RouteList>()
export const list = asked.answer
export const listLoading = asked.loading
export const listProblem = asked.problem
/** The list that the address names. */
export const listId = ref<string | null>(null)

export const strongStop = ref<number | null>(null)
export const wantedStop = shallowRef<{ n: number } | null>(null)

export function setStart(at: Position) {
  start.value = [Number(degrees(at[0] ?? 0)), Number(degrees(at[1] ?? 0))]
}

export function startArea() {
  form.area = 'area'
  corners.value = []
  drawingArea.value = true
}

export function addAreaCorner(at: Position) {
  corners.value = [...corners.value, at]
}

export function undoAreaCorner() {
  corners.value = corners.value.slice(0, -1)
}

export function finishArea() {
  if (corners.value.length >= 3) drawingArea.value = false
}

watch(() => form.area, (area) => {
  if (area === 'area' && corners.value.length === 0) drawingArea.value = true
  if (area !== 'area') drawingArea.value = false
})

/** What is still missing before a list can be made. */
export const missing = computed<'work' | 'start' | 'unit' | 'post' | 'area' | null>(() => {
  if (form.work.length === 0 && !goalWork.value) return 'work'
  if (form.area === 'unit' && !whole.value) return 'unit'
  if (form.area === 'post' && !chosenPost.value) return 'post'
  if (form.area === 'area' && (drawingArea.value || corners.value.length < 3)) return 'area'
  return start.value ? null : 'start'
})

/** A list needs a place: where no unit is chosen, the only body of the server will do. */
const whole = computed(() => unit.value ?? path.value[0]?.code ?? null)

export const wish = computed<RouteWish | null>(() => {
  const at = start.value
  if (missing.value || !at) return null
  const asking: RouteWish = { start: { lon: at[0] ?? 0, lat: at[1] ?? 0 }, return: form.back }
  if (form.work.length) asking.work = [...form.work]
  const goal = goalWork.value
  if (goal) {
    asking.goal = { id: goal.goal }
    if (goal.asOf) asking.goal.as_of = goal.asOf
    if (goal.part) asking.goal.part = goal.part
    if (goal.due) asking.goal.due = goal.due
  }
  if (form.area === 'unit' && whole.value) asking.jurisdiction = whole.value
  if (form.area === 'post' && chosenPost.value) asking.post = chosenPost.value
  const [first] = corners.value
  if (form.area === 'area' && first) {
    asking.area = { type: 'Polygon', coordinates: [[...corners.value, first].map(([lon = 0, lat = 0]) => [Number(degrees(lon)), Number(degrees(lat))])] }
  }
  if (form.name.trim()) asking.name = form.name.trim()
  return asking
})

export async function makeList() {
  const asking = wish.value
  if (!asking) return
  strongStop.value = null
  const made = await asked.put((signal) => makeRouteList(asking, signal))
  if (!made) return
  listId.value = made.id
  showList()
}

/** A list that a link names. */
export async function openList(id: string) {
  listId.value = id
  if (asked.answer.value?.id === id) return
  const found = await asked.put((signal) => routeList(id, signal))
  if (found) showList()
}

export function leaveList() {
  listId.value = null
  asked.clear()
}

watch([listId, tool], ([id, used]) => {
  if (used === 'routes' && id && asked.answer.value?.id !== id && !asked.loading.value) void openList(id)
})

export function showList() {
  const found = list.value
  if (!found) return
  const stops = found.stops.map(({ lon, lat }) => [lon, lat])
  const box = boxAround([found.route, { type: 'MultiPoint', coordinates: stops }])
  if (!box) return
  showMap()
  flyToBox(box)
}

export function showStop({ n, lon, lat }: Stop) {
  strongStop.value = n
  showMap()
  flyTo([lon, lat], 16)
}

export function pickStop(n: number) {
  strongStop.value = n
  wantedStop.value = { n }
}

watch([tool, list, start, corners, drawingArea, strongStop], () => {
  if (tool.value !== 'routes') {
    draw('route', [])
    return draw('route_stops', [])
  }
  const shapes = []
  if (list.value?.route) shapes.push(shape(list.value.route, { part: 'route' }))
  if (!list.value && form.area === 'area') {
    const [first] = corners.value
    if (corners.value.length > 1 && first) {
      shapes.push(drawingArea.value
        ? shape({ type: 'LineString', coordinates: corners.value }, { part: 'draft' })
        : shape({ type: 'Polygon', coordinates: [[...corners.value, first]] }, { part: 'area' }))
    }
    shapes.push(...corners.value.map((at) => shape({ type: 'Point', coordinates: at }, { part: 'corner' })))
  }
  if (start.value) shapes.push(shape({ type: 'Point', coordinates: start.value }, { part: 'start' }))
  draw('route', shapes)
  draw('route_stops', (list.value?.stops ?? []).map(({ n, lon, lat }) =>
    shape({ type: 'Point', coordinates: [lon, lat] }, { n, text: String(n), strong: n === strongStop.value })))
})
