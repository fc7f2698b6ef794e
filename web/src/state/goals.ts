/** The goals of a jurisdiction on a day, and which of them is looked at. */
import { computed, ref, shallowRef, watch } from 'vue'
import { goals as askGoals, type GoalScope } from '../api/roadQuestions'
import { STATUSES, type GoalRow, type GoalsAnswer, type Status } from '../api/roadTypes'
import { goalDay } from './day'
import type { AssessView, GoalRef, GoalView } from './hash'
import { useQuestion } from './question'
import { unit } from './units'
import { tool } from './view'

export const assessView = ref<AssessView>('goals')
export const chosenGoal = shallowRef<GoalRef | null>(null)
export const goalView = ref<GoalView>('basis')
/** Only goals of one status; null is all of them. */
export const onlyStatus = ref<Status | null>(null)

const asked = useQuestion<GoalsAnswer>()

export const goalsAnswer = asked.answer
export const goalsLoading = asked.loading
export const goalsProblem = asked.problem

export const scope = computed<GoalScope>(() => ({ jurisdiction: unit.value, asOf: goalDay.value }))

/** Without a jurisdiction the answer has the root first and the bodies after it: the page shows one of them at a time. */
export const rowsOfUnit = computed<GoalRow[]>(() => {
  const rows = asked.answer.value?.rows ?? []
  const code = unit.value ?? rows[0]?.jurisdiction
  return rows.filter(({ jurisdiction }) => jurisdiction === code)
})

/** Whose goals are shown, by code: also where the whole was asked for. */
export const unitShown = computed(() => unit.value ?? rowsOfUnit.value[0]?.jurisdiction ?? null)

export const shownRows = computed(() => rowsOfUnit.value.filter(({ status }) => onlyStatus.value === null || status === onlyStatus.value))

/** How many goals have which status, the worst first; statuses that no goal has are left out. */
export const statusCounts = computed(() => STATUSES
  .map((status) => ({ status, count: rowsOfUnit.value.filter((row) => row.status === status).length }))
  .filter(({ count }) => count > 0))

export const refOf = ({ goal, due, part }: GoalRow): GoalRef => ({ goal, due, part: part ?? null })

export function isGoal(row: Pick<GoalRow, 'goal' | 'due' | 'part'>, { goal, due, part }: GoalRef): boolean {
  return row.goal === goal && (due === null || row.due === due) && (part === null || (row.part ?? null) === part)
}

export const chosenRow = computed(() => {
  const chosen = chosenGoal.value
  return chosen ? (rowsOfUnit.value.find((row) => isGoal(row, chosen)) ?? null) : null
})

export function openGoal(row: GoalRow, about: GoalView) {
  goalView.value = about
  chosenGoal.value = refOf(row)
}

export function leaveGoal() {
  chosenGoal.value = null
}

export async function loadGoals() {
  const now = scope.value
  await asked.put((signal) => askGoals(now, signal))
}

watch([tool, assessView, scope], ([used, shown], [, , before]) => {
  if (used !== 'goals' || shown !== 'goals') return
  if (asked.answer.value && scope.value === before) return
  void loadGoals()
}, { immediate: true })

// A status that no goal of the next unit has would show an empty list.
watch(rowsOfUnit, (rows) => {
  if (onlyStatus.value !== null && !rows.some(({ status }) => status === onlyStatus.value)) onlyStatus.value = null
})
