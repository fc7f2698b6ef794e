/** A server for tests of the state: it keeps what was asked and answers when the test says so. */
import { vi } from 'vitest'
import { nextTick } from 'vue'

export interface Asked {
  path: string
  query: Record<string, string>
  body: unknown
  signal: AbortSignal
  answer: (body: unknown, status?: number) => Promise<void>
}

/** Stubs what the page has of a browser. Gives the requests, in the order in which they were made. */
export function serve(): Asked[] {
  const requests: Asked[] = []
  vi.stubGlobal('window', { addEventListener: vi.fn(), matchMedia: () => ({ matches: false }) })
  vi.stubGlobal('fetch', (address: string, request: RequestInit) => new Promise((resolve, reject) => {
    const url = new URL(address, 'http://here')
    const signal = request.signal as AbortSignal
    signal.addEventListener('abort', () => reject(new DOMException('gone', 'AbortError')))
    requests.push({
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      body: request.body === undefined ? undefined : JSON.parse(String(request.body)) as unknown,
      signal,
      answer: async (body, status = 200) => {
        resolve(new Response(JSON.stringify(body), { status }))
        await settle()
      },
    })
  }))
  return requests
}

/** Lets answers be read and watchers see what changed. */
export async function settle() {
  for (let k = 0; k < 12; k++) {
    await nextTick()
    await new Promise((done) => setTimeout(done))
  }
}

/** Those of one path, the last of them first. */
export const last = (requests: Asked[], path: string) => requests.filter((one) => one.path === path).at(-1)
