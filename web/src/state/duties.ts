/** Duties without a figure: what is recorded of them. Never a status, and never computed. */
import { computed, watch } from 'vue'
import { checklist } from '../api/roadQuestions'
import type { Checklist } from '../api/roadTypes'
import { assessView } from './goals'
import { useQuestion } from './question'
import { path } from './units'
import { tool } from './view'

const asked = useQuestion<Checklist>()

/** The list is one of the county-level body, whichever of its villages is looked at. */
export const dutyBody = computed(() => path.value[0] ?? null)

export const duties = computed(() => asked.answer.value?.bodies.find(({ jurisdiction }) => jurisdiction === dutyBody.value?.code)?.duties ?? [])
/** On record, and of no duty of the list. */
export const strayRecords = computed(() => asked.answer.value?.unknown ?? [])
export const dutiesLoading = asked.loading
export const dutiesProblem = asked.problem

export async function loadDuties() {
  const code = dutyBody.value?.code
  if (code) await asked.put((signal) => checklist(code, signal))
  else asked.clear()
}

watch([tool, assessView, dutyBody], ([used, shown, body], [, , before]) => {
  if (used !== 'goals' || shown !== 'duties' || (asked.answer.value && body === before)) return
  void loadDuties()
}, { immediate: true })
