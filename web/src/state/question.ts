/** One question at a time: a new one cancels the old, so that a late answer never overwrites a newer. */
import { ref, shallowRef } from 'vue'
import { Problem } from '../api/problem'

export function useQuestion<T>() {
  const answer = shallowRef<T | null>(null)
  const problem = shallowRef<Problem | null>(null)
  const loading = ref(false)
  let current: AbortController | null = null

  /** Gives the answer, or null when it failed or a newer question took its place. */
  async function put(asking: (signal: AbortSignal) => Promise<T>): Promise<T | null> {
    current?.abort()
    const mine = new AbortController()
    current = mine
    loading.value = true
    problem.value = null
    try {
      const found = await asking(mine.signal)
      if (current !== mine) return null
      answer.value = found
      return found
    } catch (error) {
      if (current !== mine) return null
      answer.value = null
      problem.value = error instanceof Problem ? error : new Problem('garbled', { detail: String(error) })
      return null
    } finally {
      if (current === mine) loading.value = false
    }
  }

  function clear() {
    current?.abort()
    current = null
    answer.value = null
    problem.value = null
    loading.value = false
  }

  return { answer, problem, loading, put, clear }
}
