/** What the server holds, asked once. */
import { computed } from 'vue'
import { world as askWorld } from '../api/questions'
import type { World } from '../api/types'
import { useQuestion } from './question'

const asked = useQuestion<World>()

export const world = asked.answer
export const worldProblem = asked.problem
export const worldLoading = asked.loading

export const invented = computed(() => world.value?.invented === true)

/** What an office has brought beside the collections of the product. */
export const references = computed(() =>
  world.value?.collections.filter(({ reference }) => reference).map(({ name }) => name) ?? [])

export const loadWorld = () => asked.put(askWorld)
