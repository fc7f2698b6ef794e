/** The goal at hand in its parts, and over the years. */
import { computed, watch } from 'vue'
import { goalByUnit, trend as askTrend } from '../api/roadQuestions'
import type { GoalRow, GoalsAnswer, Trend } from '../api/roadTypes'
import { chosenGoal, chosenRow, goalsAnswer, goalView, isGoal, scope, unitShown } from './goals'
import { useQuestion } from './question'
import { levelBelow } from './units'
import { tool } from './view'

/** The first year of which the goals speak: the stock at its end is where they begin. */
const FIRST_YEAR = 2020

const unitsAsked = useQuestion<GoalsAnswer>()
const trendAsked = useQuestion<Trend>()

export const byUnitLoading = unitsAsked.loading
export const byUnitProblem = unitsAsked.problem
export const trendLoading = trendAsked.loading
export const trendProblem = trendAsked.problem

/** The units below, those that fall short the most first. */
export const byUnit = computed<GoalRow[]>(() => {
  const chosen = chosenRow.value
  if (!chosen) return []
  const rows = (unitsAsked.answer.value?.rows ?? []).filter((row) => isGoal(row, { goal: chosen.goal, due: chosen.due, part: chosen.part ?? null }))
  return rows.sort((a, b) => b.shortfall_count - a.shortfall_count || (a.value ?? 2) - (b.value ?? 2) || a.jurisdiction.localeCompare(b.jurisdiction))
})

export const trendRows = computed(() => {
  const chosen = chosenRow.value
  return (trendAsked.answer.value?.rows ?? []).filter((row) =>
    (row.due === undefined || row.due === null || chosen?.due == null || row.due === chosen.due)
    && (row.part ?? null) === (chosen?.part ?? null))
})

export const lowerLevel = computed(() => (chosenRow.value ? levelBelow(chosenRow.value.level) : null))

export async function loadByUnit() {
  const [row, level] = [chosenRow.value, lowerLevel.value]
  if (!row || !level) return unitsAsked.clear()
  const now = { ...scope.value, jurisdiction: unitShown.value }
  unitsAsked.answer.value = null
  await unitsAsked.put((signal) => goalByUnit(now, row.goal, level, signal))
}

export async function loadTrend() {
  const row = chosenRow.value
  if (!row) return trendAsked.clear()
  const last = Number((goalsAnswer.value?.as_of ?? '').slice(0, 4)) || new Date().getFullYear()
  trendAsked.answer.value = null
  await trendAsked.put((signal) => askTrend(row.goal, unitShown.value, Math.min(FIRST_YEAR, last), last, signal))
}

watch([tool, goalView, chosenGoal, unitShown, goalsAnswer], ([used, about]) => {
  if (used !== 'goals' || !chosenRow.value) return
  if (about === 'units') void loadByUnit()
  if (about === 'trend') void loadTrend()
}, { immediate: true })
