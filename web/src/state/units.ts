/** Which jurisdiction the goals, the money and the duties are asked for: a path from the body that answers down to a village. */
import { computed, ref, shallowReactive, shallowRef, watch } from 'vue'
import { feature } from '../api/questions'
import { obligations } from '../api/roadQuestions'
import type { Level } from '../api/types'
import { useQuestion } from './question'
import { tool } from './view'

export interface Unit {
  code: string
  name: string | null
  level: Level
}

/** The levels to choose from; above them is all that the server holds. */
export const UNIT_LEVELS = ['county', 'township', 'village'] as const
export type UnitLevel = (typeof UNIT_LEVELS)[number]

/** Null is all that the server holds. */
export const unit = ref<string | null>(null)
/** From the county-level body down to the unit; empty for all. */
export const path = shallowRef<Unit[]>([])

/** The units below one, by its code; the empty text stands for all. */
const below = shallowReactive(new Map<string, Unit[]>())
const asked = useQuestion<Unit[]>()
const pathAsked = useQuestion<Unit[]>()

export const unitsLoading = asked.loading
export const unitsProblem = computed(() => asked.problem.value ?? pathAsked.problem.value)

/** What can be chosen at a level, in the order of the server. */
export function choices(level: UnitLevel): Unit[] {
  const at = UNIT_LEVELS.indexOf(level)
  return below.get(at === 0 ? '' : (path.value[at - 1]?.code ?? '?')) ?? []
}

export function levelBelow(level: Level): UnitLevel | null {
  return UNIT_LEVELS[level === 'city' ? 0 : UNIT_LEVELS.indexOf(level) + 1] ?? null
}

/** Chooses a unit of a level; null goes back to the one above it. */
export function chooseUnit(level: UnitLevel, code: string | null) {
  const at = UNIT_LEVELS.indexOf(level)
  const chosen = choices(level).find((one) => one.code === code)
  path.value = chosen ? [...path.value.slice(0, at), chosen] : path.value.slice(0, at)
  unit.value = path.value.at(-1)?.code ?? null
}

/** From a table of the units below the present one. */
export function descend(code: string) {
  unit.value = code
}

/** Names of units are part of every row of the obligations, and those are cut to the body that answers. */
async function load(above: Unit | null) {
  const level = above ? levelBelow(above.level) : 'county'
  if (!level || below.has(above?.code ?? '')) return
  const year = new Date().getFullYear()
  const found = await asked.put(async (signal) => {
    const { rows } = await obligations(year, above?.code ?? null, above ? level : null, signal)
    return rows.filter((row) => row.level === level).map(({ jurisdiction, name, level: of }) => ({ code: jurisdiction, name, level: of }))
  })
  if (found) below.set(above?.code ?? '', found)
}

/** One after the other: a link to a village needs the lists of the levels above it too. */
export async function loadUnits() {
  for (const above of [null, ...path.value]) await load(above)
}

/** The path of a unit that a link or a table names: its township and the body that answers for it. */
async function trace(code: string, signal: AbortSignal): Promise<Unit[]> {
  const found: Unit[] = []
  const seen = new Set<string>()
  for (let next: string | null = code; next && !seen.has(next);) {
    seen.add(next)
    const { properties } = await feature('jurisdictions', next, signal)
    const level = properties['level'] as Level
    if (level === 'city') break
    found.unshift({ code: next, name: properties['name'] as string | null, level })
    const [parent, body] = [properties['parent_code'], properties['accountable_code']] as (string | null)[]
    next = level === 'county' ? null : level === 'township' ? (body ?? parent ?? null) : (parent ?? body ?? null)
  }
  return found
}

watch([unit, tool], async ([code, used]) => {
  if (used !== 'goals' && used !== 'routes') return
  if ((path.value.at(-1)?.code ?? null) !== code) {
    if (code === null) path.value = []
    else {
      const found = await pathAsked.put((signal) => trace(code, signal))
      if (!found || unit.value !== code) return
      path.value = found
    }
  }
  await loadUnits()
}, { immediate: true })
