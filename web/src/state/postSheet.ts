/** The page of a post: its sheet on a day, and what of it is drawn on the map. */
import type { Position } from 'geojson'
import { computed, ref, shallowRef, watch } from 'vue'
import { postSheet } from '../api/roadQuestions'
import type { Grade, PostSheet, SheetItem } from '../api/roadTypes'
import type { RoadRow } from '../api/types'
import { chiefView, chosenPost, rowKey } from './chief'
import { chiefDay } from './day'
import { draw, shape } from './overlays'
import { useQuestion } from './question'
import { flyTo, showMap, tool } from './view'

/** The lists of a sheet, in the order of the page: the dangerous first. */
export const SHEET_LISTS = ['bridges', 'hazards', 'violations', 'works_due', 'inspections_due'] as const
export type SheetList = (typeof SHEET_LISTS)[number]

const asked = useQuestion<PostSheet>()

export const sheetOfPost = asked.answer
export const sheetLoading = asked.loading
export const sheetProblem = asked.problem
/** Key of the thing that was clicked last, in a list or on the map. */
export const strongItem = ref<string | null>(null)
/** The list whose row is to be shown, when its sign was clicked on the map. */
export const wantedList = shallowRef<SheetList | null>(null)

/** A hazard is listed once as such and once as work that is due; an inspection has no code of its own. */
export const itemKey = (list: SheetList, item: SheetItem) => `${list} ${item.code ?? `${item.post ?? ''} ${item.road ?? ''}`}`

export const placeOf = ({ lon, lat }: Pick<SheetItem, 'lon' | 'lat'>): Position | null =>
  lon == null || lat == null ? null : [lon, lat]

export async function loadSheet() {
  const [code, on] = [chosenPost.value, chiefDay.value]
  strongItem.value = null
  if (code) await asked.put((signal) => postSheet(code, on, signal))
  else asked.clear()
}

watch([chosenPost, chiefDay, chiefView, tool], ([code, on, shown, used], [codeBefore, onBefore]) => {
  if (used !== 'chief' || shown !== 'posts') return
  // Coming back from another tool finds the page as it was.
  if (asked.answer.value && code === codeBefore && on === onBefore) return
  if (code !== codeBefore) asked.clear()
  void loadSheet()
}, { immediate: true })

/** The grade of a stretch, by the key of its row. */
export const grades = computed(() => new Map<string, Grade>(
  (asked.answer.value?.stretches ?? []).flatMap((row) => (row.grade ? [[rowKey(row), row.grade]] : []))))

export function gradeOf(row: RoadRow): Grade | null {
  return grades.value.get(rowKey(row)) ?? null
}

export function showItem(list: SheetList, item: SheetItem) {
  strongItem.value = itemKey(list, item)
  const place = placeOf(item)
  if (!place) return
  showMap()
  flyTo(place, 16)
}

/** Its sign was clicked on the map. */
export function pickItem(key: string) {
  wantedList.value = SHEET_LISTS.find((list) => key.startsWith(`${list} `)) ?? null
  strongItem.value = key
}

/** The dangerous on top. Hazards and bridges that are due as works are drawn as what they are. */
const drawnItems = computed(() => [...SHEET_LISTS].reverse().flatMap((list) => (asked.answer.value?.[list] ?? [])
  .filter(({ collection }) => list !== 'works_due' || (collection ?? 'works') === 'works')
  .map((item) => ({ list, item }))))

watch([tool, chiefView, drawnItems, strongItem], () => {
  if (tool.value !== 'chief' || chiefView.value !== 'posts') return draw('sheet_items', [])
  draw('sheet_items', drawnItems.value.flatMap(({ list, item }) => {
    const place = placeOf(item)
    const key = itemKey(list, item)
    return place ? [shape({ type: 'Point', coordinates: place }, {
      // By code: the same thing may be in two lists.
      key, list, strong: key === strongItem.value || (item.code != null && strongItem.value?.endsWith(` ${item.code}`) === true), sign: list === 'bridges' && item.rating != null ? String(item.rating) : '',
    })] : []
  }))
}, { immediate: true })
