/** Road chiefs: the posts, and the stretches of one post, of none, or of too many. */
import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { following, overlappingRoads, post as askPost, posts as askPosts, roadsOfPost, unassignedRoads } from '../api/questions'
import type { Post, PostLevel, PostsPage, RoadRow, RoadRowsPage } from '../api/types'
import { boxAround } from '../geo/bounds'
import { chiefDay } from './day'
import type { ChiefView } from './hash'
import { useQuestion } from './question'
import { flyToBox, showMap, tool } from './view'

export const POST_LEVELS: PostLevel[] = ['county', 'township', 'village']

/** Pages followed at once. A general post of a county may answer for thousands of stretches. */
export const ROWS_AT_ONCE = 1500

export const chiefView = ref<ChiefView>('posts')
export const chosenPost = ref<string | null>(null)
/** Limits the unassigned stretches to one county; null is everywhere. */
export const jurisdiction = ref<string | null>(null)
/** Key of the stretch under the pointer or chosen last, drawn stronger. */
export const strongRow = ref<string | null>(null)

export const postsOf = reactive({ county: postList(), township: postList(), village: postList() })

const postAsked = useQuestion<Post>()
const rowsAsked = useQuestion<RoadRow[]>()

export const post = postAsked.answer
export const rows = computed(() => rowsAsked.answer.value ?? [])
export const rowsLoading = rowsAsked.loading
export const rowsProblem = computed(() => rowsAsked.problem.value ?? postAsked.problem.value)
export const rowsNext = ref<string | null>(null)
/** Decimal text from the server, over all rows and not only those loaded. */
export const lengthKm = ref<string | null>(null)
const countOfAll = ref<number | null>(null)
export const rowsCount = computed(() => countOfAll.value ?? rows.value.length)

/** One segment may come as several stretches, where a post ends or two overlap within it. */
export function rowKey(row: RoadRow): string {
  return `${row.segment} ${row.from ?? ''}`
}

/** The counties known from the county level's posts. */
export const counties = computed(() => {
  const names = new Map<string, string>()
  for (const { jurisdiction: code, jurisdiction_name: name } of postsOf.county.posts) if (code) names.set(code, name ?? code)
  return [...names].map(([code, name]) => ({ code, name }))
})

function postList() {
  return { posts: shallowRef<Post[]>([]), complete: ref(false), ...useQuestion<PostsPage>() }
}

/** Reads all posts of a level; village posts only when somebody looks for them. */
export async function loadPosts(level: PostLevel) {
  const list = postsOf[level]
  if (list.complete || list.loading) return
  let page = await list.put((signal) => askPosts(level, signal))
  let found: Post[] = []
  while (page) {
    found = [...found, ...page.posts]
    list.posts = found
    const { next } = page
    if (!next) {
      list.complete = true
      return
    }
    page = await list.put((signal) => following<PostsPage>(next, signal))
  }
}

export function choosePost(code: string) {
  chiefView.value = 'posts'
  chosenPost.value = code
}

export function leavePost() {
  chosenPost.value = null
}

const firstPage = computed(() => {
  const [code, only, on] = [chosenPost.value, jurisdiction.value, chiefDay.value]
  if (chiefView.value === 'unassigned') return (signal: AbortSignal) => unassignedRoads(only, on, signal)
  if (chiefView.value === 'overlaps') return (signal: AbortSignal) => overlappingRoads(on, signal)
  return code ? (signal: AbortSignal) => roadsOfPost(code, on, signal) : null
})

/** Asked for when the tool is in use, not when another one is. */
watch([firstPage, tool], ([asking, used], [before]) => {
  if (used !== 'chief' || (asking === before && rowsAsked.answer.value)) return
  void loadRows()
}, { immediate: true })

watch([chosenPost, chiefDay, tool], async ([code, on, used], [codeBefore, onBefore]) => {
  if (used !== 'chief' || (postAsked.answer.value && code === codeBefore && on === onBefore)) return
  if (code !== codeBefore) postAsked.clear()
  if (code) await postAsked.put((signal) => askPost(code, on, signal))
}, { immediate: true })

export async function loadRows() {
  const asking = firstPage.value
  strongRow.value = null
  rowsNext.value = null
  lengthKm.value = null
  countOfAll.value = null
  if (!asking) {
    rowsAsked.clear()
    return
  }
  rowsAsked.answer.value = null
  const found = await rowsAsked.put((signal) => collect(asking(signal), [], signal))
  if (found) zoomToRows()
}

export async function loadMoreRows() {
  const next = rowsNext.value
  if (!next) return
  const before = rows.value
  await rowsAsked.put((signal) => collect(following<RoadRowsPage>(next, signal), before, signal))
}

async function collect(first: Promise<RoadRowsPage>, before: RoadRow[], signal: AbortSignal): Promise<RoadRow[]> {
  let page = await first
  lengthKm.value = page.length_km ?? lengthKm.value
  countOfAll.value = page.count ?? null
  const found = [...before, ...page.rows]
  while (page.next && found.length - before.length < ROWS_AT_ONCE) {
    page = await following<RoadRowsPage>(page.next, signal)
    found.push(...page.rows)
  }
  rowsNext.value = page.next ?? null
  return found
}

export function zoomToRows(only: RoadRow[] = rows.value) {
  const box = boxAround(only.map((row) => row.geometry))
  if (!box) return
  showMap()
  flyToBox(box)
}
