// The leak tool in a real browser. What it shows is compared with what the API answers to the very report the page sent.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, DESKTOP, launch, metresBetween, middleOfMap, onPage, PHONE, serverUrl, settled, shoot } from './browser.mjs'

let browser
/** A gas main that valves can isolate, and the middle of its longest straight piece, as longitude and latitude. */
let main
let middle

before(async () => {
  serverUrl()
  const { features } = await ask('/ogc/collections/gas_pipes/items?limit=400')
  const pieces = features
    .filter(({ properties, geometry }) => properties.role !== 'service' && geometry?.type === 'LineString')
    .flatMap(({ id, geometry: { coordinates } }) => coordinates.slice(1).map((end, k) => ({ id: String(id), ends: [coordinates[k], end] })))
    .toSorted((a, b) => metresBetween(...b.ends) - metresBetween(...a.ends))
  for (const { id, ends: [from, to] } of pieces.slice(0, 40)) {
    const { isolation } = await assess({ hazard: 'gas', pipe: id })
    if (!isolation?.close?.length) continue
    main = id
    middle = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]
    break
  }
  assert.ok(main, 'the store of the server must hold a gas main that valves can isolate')
  browser = await launch()
})

after(() => browser?.close())

const ZONES = ['hot', 'warm', 'cordon']
const hereAt = (zoom) => `#map=${zoom}/${middle[1]}/${middle[0]}&tool=leak`
const onMain = (more = '') => `#tool=leak&hazard=gas&pipe=gas:${encodeURIComponent(main)}${more}`
const number = (text) => (/^[\d,]+$/.test(text.trim()) ? Number(text.replaceAll(',', '')) : text.trim())

/** Keeps what the page asks, so that the API can be asked the same. */
function reportsOf(page) {
  const reports = []
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/api/v1/leaks/assess') reports.push(request.postDataJSON())
  })
  return reports
}

async function assess(report) {
  const response = await fetch(`${serverUrl()}/api/v1/leaks/assess`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(report),
  })
  const text = await response.text()
  assert.equal(response.status, 200, `assess answered ${response.status}: ${text.slice(0, 300)}`)
  return JSON.parse(text)
}

/** Does `step`, and waits for the answer to what the page then asks. */
async function answered(page, step) {
  const answer = page.waitForResponse((response) => new URL(response.url()).pathname === '/api/v1/leaks/assess')
  await step()
  await answer
  await page.locator('[data-testid=leak-answer][data-state=done]').waitFor()
}

/** The figures of the page are those of the API for the last report. */
async function check(page, reports) {
  const said = await assess(reports.at(-1))
  for (const zone of ZONES) {
    assert.equal(number(await page.getByTestId(`leak-${zone}-count`).textContent()), said.households[zone].count, zone)
    assert.equal(number(await page.getByTestId(`leak-${zone}-persons`).textContent()), said.households[zone].persons, zone)
  }
  if (said.warning) assert.equal(await page.getByTestId('leak-band').getAttribute('data-colour'), said.warning.colour ?? '')
  await page.getByTestId('leak-view-act').click()
  const shown = await page.locator('[data-testid=leak-valves] li').evaluateAll((rows) => rows.map((row) => row.dataset.valve))
  assert.deepEqual(shown, (said.isolation?.close ?? []).map(({ valve }) => valve), 'the valves, in the order of the server')
  assert.equal(await page.getByTestId('leak-cannot-isolate').count(), said.isolation?.cannot_isolate.length ? 1 : 0)
  if (said.outage) assert.equal(number(await page.getByTestId('leak-outage-households').textContent()), said.outage.households)
  return said
}

test('a click on a pipe assesses the leak there, and every figure is the one of the API', async () => {
  await onPage(browser, DESKTOP, hereAt(17), async (page) => {
    const reports = reportsOf(page)
    const { x, y } = await middleOfMap(page)
    await answered(page, () => page.mouse.click(x, y))
    const report = reports.at(-1)
    assert.equal(report.hazard, 'gas')
    assert.ok(report.pipe, 'the pipe under the click is what leaks')
    assert.ok(metresBetween(report.at, middle) < 3, 'and the place on it is where the click was')
    assert.equal(await page.getByTestId('leak-asset').getAttribute('data-code'), report.pipe)
    const said = await check(page, reports)
    assert.equal(await page.getByTestId('leak-legend').count(), 1)
    await settled(page)
    await shoot(page, 'leak-1-act')
    for (const view of ['facts', 'grade', 'notify']) {
      await page.getByTestId(`leak-view-${view}`).click()
      await shoot(page, `leak-2-${view}`)
    }
    if (said.notify) assert.equal(await page.locator('[data-testid=leak-notify] li').count(), said.notify.length)
    assert.match(await page.evaluate(() => location.hash), /tool=leak&hazard=gas&at=[\d.,]+&pipe=gas:/)
  })
})

test('a fact has three values, and unknown is left out of the report', async () => {
  await onPage(browser, DESKTOP, onMain(), async (page) => {
    const reports = reportsOf(page)
    await page.locator('[data-testid=leak-answer][data-state=done]').waitFor()
    await page.getByTestId('leak-view-facts').click()
    await answered(page, () => page.getByTestId('leak-controlled-false').check({ force: true }))
    assert.equal(reports.at(-1).controlled, false)
    await answered(page, () => page.getByTestId('leak-lel_percent').fill('55'))
    assert.equal(reports.at(-1).lel_percent, 55)
    await answered(page, () => page.getByTestId('leak-trend').selectOption('rapid'))
    assert.deepEqual(reports.at(-1), { hazard: 'gas', pipe: main, lel_percent: 55, trend: 'rapid', controlled: false })
    await check(page, reports)
    await page.getByTestId('leak-view-facts').click()
    await answered(page, () => page.getByTestId('leak-controlled-unknown').check({ force: true }))
    assert.deepEqual(reports.at(-1), { hazard: 'gas', pipe: main, lel_percent: 55, trend: 'rapid' })
    await answered(page, () => page.getByTestId('leak-controlled-false').check({ force: true }))
    await answered(page, () => page.getByTestId('leak-large_area-true').check({ force: true }))
    await page.getByTestId('leak-view-grade').click()
    await shoot(page, 'leak-3-fired')
  })
})

test('a missing fact is a button that leads to its field', async () => {
  await onPage(browser, DESKTOP, onMain(), async (page) => {
    await page.locator('[data-testid=leak-answer][data-state=done]').waitFor()
    await page.getByTestId('leak-view-grade').click()
    const asked = page.locator('[data-testid=leak-ask]:not(:disabled)')
    assert.ok(await asked.count() > 0, 'with nothing known, much is undetermined')
    const facts = await asked.evaluateAll((buttons) => buttons.map((button) => button.dataset.fact))
    for (const fact of [facts[0], facts.at(-1)]) {
      await page.getByTestId('leak-view-grade').click()
      await page.locator(`[data-testid=leak-ask][data-fact=${fact}]`).click()
      await page.waitForFunction((id) => document.activeElement?.closest(`#${id}`) != null, `leak-${fact}`)
    }
  })
})

test('what the server refuses is said at its field, and the answer before stays, marked', async () => {
  await onPage(browser, DESKTOP, onMain(), async (page) => {
    await page.locator('[data-testid=leak-answer][data-state=done]').waitFor()
    await page.getByTestId('leak-view-facts').click()
    await page.getByTestId('leak-lel_percent').fill('99999')
    await page.getByTestId('leak-fault-lel_percent').waitFor()
    assert.equal(await page.getByTestId('leak-lel_percent').getAttribute('aria-invalid'), 'true')
    assert.equal(await page.getByTestId('leak-stale').count(), 1)
    await shoot(page, 'leak-4-refused')
    await answered(page, () => page.getByTestId('leak-lel_percent').fill('20'))
    assert.equal(await page.getByTestId('leak-fault-lel_percent').count(), 0)
    // The browser itself logs the status of the refusal.
  }, { expectedErrors: 1 })
})

test('a server that is away is said plainly, and nothing is forgotten', async () => {
  await onPage(browser, DESKTOP, onMain(), async (page) => {
    await page.locator('[data-testid=leak-answer][data-state=done]').waitFor()
    await page.getByTestId('leak-view-facts').click()
    await page.route('**/api/v1/leaks/assess', (route) => route.fulfill({
      status: 503, contentType: 'application/problem+json', body: JSON.stringify({ title: 'Store away', status: 503 }),
    }))
    await page.getByTestId('leak-hole_mm').fill('20')
    await page.getByTestId('leak-away').waitFor()
    assert.equal(await page.getByTestId('leak-stale').count(), 1)
    await page.unroute('**/api/v1/leaks/assess')
    await answered(page, () => page.getByTestId('leak-away').getByRole('button').click())
    assert.equal(await page.getByTestId('leak-hole_mm').inputValue(), '20')
  }, { expectedErrors: 1 })
})

test('a valve that cannot be used is left out and others are asked for', async () => {
  await onPage(browser, DESKTOP, onMain(), async (page) => {
    const reports = reportsOf(page)
    await page.locator('[data-testid=leak-answer][data-state=done]').waitFor()
    const valve = await page.locator('[data-testid=leak-valves] li').first().getAttribute('data-valve')
    await answered(page, () => page.getByTestId('leak-valve-unusable').first().click())
    assert.deepEqual(reports.at(-1).unusable_valves, [valve])
    await check(page, reports)
    assert.equal(await page.locator(`[data-testid=leak-valves] [data-valve="${valve}"]`).count(), 0)
    await shoot(page, 'leak-5-unusable')
    await answered(page, () => page.getByTestId('leak-unusable').getByRole('button').click())
    assert.equal(reports.at(-1).unusable_valves, undefined)
  })
})

test('a cordon that is drawn comes before the models', async () => {
  await onPage(browser, DESKTOP, onMain(), async (page) => {
    const reports = reportsOf(page)
    await page.locator('[data-testid=leak-answer][data-state=done]').waitFor()
    await settled(page)
    await page.getByTestId('leak-view-facts').click()
    await page.getByTestId('leak-cordon-draw').click()
    const { x, y } = await middleOfMap(page)
    for (const [dx, dy] of [[-190, -150], [180, -160], [210, 150], [-170, 170]]) await page.mouse.click(x + dx, y + dy)
    await answered(page, () => page.mouse.click(x - 190, y - 150))
    const { cordon } = reports.at(-1)
    assert.equal(cordon.type, 'Polygon')
    assert.equal(cordon.coordinates[0].length, 5, 'four corners and the first again')
    await check(page, reports)
    await shoot(page, 'leak-6-cordon')
  })
})

test('a code can be typed, and the other hazard is one press away', async () => {
  const { features } = await ask('/ogc/collections/heat_pipes/items?limit=1')
  const code = String(features[0].id)
  await onPage(browser, DESKTOP, '#tool=leak', async (page) => {
    const reports = reportsOf(page)
    await page.getByTestId('leak-hazard-heat').click()
    await page.getByTestId('leak-find').fill(code)
    await answered(page, () => page.getByTestId('leak-find').press('Enter'))
    assert.deepEqual(reports.at(-1), { hazard: 'heat', pipe: code })
    await check(page, reports)
    await shoot(page, 'leak-7-heat')
    await page.getByTestId('leak-clear').click()
    await page.getByTestId('leak-find').fill(`${middle[0]}, ${middle[1]}`)
    await answered(page, () => page.getByTestId('leak-find-go').click())
    assert.equal(reports.at(-1).pipe, undefined)
    assert.ok(metresBetween(reports.at(-1).at, middle) < 0.1)
  })
})

test('incidents on record are listed, and one press takes up their place', async () => {
  const world = await ask('/api/v1/world')
  await onPage(browser, DESKTOP, '', async (page) => {
    await page.route('**/api/v1/world', (route) => route.fulfill({ json: {
      ...world, collections: [...world.collections.filter(({ name }) => name !== 'incidents'), { name: 'incidents', title: 'Incidents', title_zh: '事故', count: 1, reference: false }],
    } }))
    await page.route('**/ogc/collections/incidents/items*', (route) => route.fulfill({ json: { type: 'FeatureCollection', features: [
      { type: 'Feature', id: 'I20261124-0001', geometry: { type: 'Point', coordinates: middle }, properties: { hazard: 'heat', state: 'reported', reported_at: '2026-11-24T08:00:00Z' } },
    ] } }))
    await page.reload()
    await settled(page)
    const reports = reportsOf(page)
    await page.getByTestId('tool-leak').click()
    await answered(page, () => page.getByTestId('leak-incidents').getByRole('button').click())
    assert.equal(reports.at(-1).hazard, 'heat')
    assert.ok(metresBetween(reports.at(-1).at, middle) < 0.1)
  })
})

test('without a mouse: Enter on the map takes the place in its middle, and Tab reaches the answer', async () => {
  await onPage(browser, DESKTOP, hereAt(16), async (page) => {
    await page.locator('canvas').focus()
    await answered(page, () => page.keyboard.press('Enter'))
    await page.getByTestId('leak-hazard-gas').focus()
    const reached = new Set()
    for (let k = 0; k < 25; k++) {
      await page.keyboard.press('Tab')
      const id = await page.evaluate(() => document.activeElement?.dataset.testid)
      if (id) reached.add(id)
    }
    for (const id of ['leak-clear', 'leak-valve', 'leak-valve-unusable']) assert.ok(reached.has(id), `${id} is reached`)
  })
})

test('on a phone a tap assesses, and every view of the leak fits the width', async () => {
  await onPage(browser, PHONE, hereAt(16.5), async (page) => {
    const reports = reportsOf(page)
    await shoot(page, 'leak-8-phone-start')
    const { x, y } = await middleOfMap(page)
    await answered(page, () => page.touchscreen.tap(x, y))
    await check(page, reports)
    await shoot(page, 'leak-8-phone-half')
    await page.getByTestId('sheet-handle').tap()
    await page.waitForFunction(() => document.querySelector('.panel').getBoundingClientRect().height > innerHeight * 0.8)
    for (const view of ['facts', 'act', 'grade', 'notify']) {
      await page.getByTestId(`leak-view-${view}`).tap()
      if (view === 'facts') await page.getByTestId('leak-more').tap()
      const wide = await page.locator('.panel').evaluate((panel) => [...panel.querySelectorAll('*')]
        .filter((element) => !element.closest('.visually-hidden') && element.getBoundingClientRect().right > innerWidth + 0.5)
        .map((element) => element.className || element.tagName))
      assert.deepEqual(wide, [], `${view} sticks out`)
      await shoot(page, `leak-9-phone-${view}`)
    }
  })
})
