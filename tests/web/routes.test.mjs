// Route lists in a real browser: the stops of the page are those of the list that the server has kept.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { ask, DESKTOP, launch, metresBetween, middleOfMap, onPage, PHONE, serverUrl, settled, shoot, standsAt, sticksOut } from './browser.mjs'

let browser
/** The first township in which hazards are open, and a place in it. */
let township

before(async () => {
  serverUrl()
  const year = new Date().getFullYear()
  const body = (await ask(`/api/v1/obligations?year=${year}`)).rows.find(({ level }) => level === 'county').jurisdiction
  const { features } = await ask('/ogc/collections/hazards/items?limit=2000')
  const open = features.find(({ geometry, properties }) => !properties.treated_on && properties.found_on && geometry?.type === 'Point'
    && /^\d{12}$/.test(properties.jurisdiction_code ?? ''))
  assert.ok(open, 'the store must hold an open hazard')
  township = { body, code: open.properties.jurisdiction_code.slice(0, 9), at: open.geometry.coordinates }
  browser = await launch()
})

after(() => browser?.close())

const here = () => `#map=14/${township.at[1]}/${township.at[0]}&tool=routes`
const done = (page) => page.locator('[data-testid=routes][data-state=done]').waitFor({ timeout: 120_000 })

/** Chooses the township and the middle of the map, and makes the list. Gives what was posted. */
async function make(page, press = (locator) => locator.click()) {
  await page.getByTestId('unit-county').selectOption(township.body)
  await page.getByTestId('unit-township').selectOption(township.code)
  const { x, y } = await middleOfMap(page)
  await page.mouse.click(x, y)
  await page.getByTestId('route-start').waitFor()
  const posted = page.waitForRequest((request) => request.method() === 'POST')
  await press(page.getByTestId('route-make'))
  const wish = (await posted).postDataJSON()
  await done(page)
  return wish
}

/** The list of the page against the one that is kept. */
async function check(page) {
  const id = new URLSearchParams((await page.evaluate(() => location.hash)).slice(1)).get('list')
  const list = await ask(`/api/v1/route-lists/${encodeURIComponent(id)}`)
  const stops = await page.getByTestId('route-stop').evaluateAll((items) => items.map((item) => [Number(item.dataset.n), item.dataset.code]))
  assert.deepEqual(stops, list.stops.map(({ n, code }) => [n, code]))
  assert.deepEqual(stops.map(([n]) => n), list.stops.map((_, k) => k + 1), 'numbered from one, in order')
  assert.equal((await page.getByTestId('route-length').textContent()).replace(/[,\s]|km/g, ''), list.length_km)
  assert.equal(await page.getByTestId('route-stops').textContent(), String(list.stops.length))
  if (list.unreachable.length) assert.equal(await page.locator('[data-testid=route-unreachable] li').count(), list.unreachable.length)
  return list
}

test('work and a start make a list: stops in order on the page and on the map, and a file of every kind', async () => {
  await onPage(browser, DESKTOP, here(), async (page) => {
    assert.equal(await page.getByTestId('route-make').isDisabled(), true, 'not without a place and a start')
    const wish = await make(page)
    assert.deepEqual(wish.work, ['hazards'])
    assert.equal(wish.jurisdiction, township.code)
    assert.ok(metresBetween([wish.start.lon, wish.start.lat], township.at) < 30, 'it starts where the click was')
    const list = await check(page)
    assert.ok(list.stops.length > 0)
    await shoot(page, 'route-1-list')
    for (const format of ['pdf', 'gpx', 'kml', 'xlsx', 'csv', 'geojson', 'gpkg']) {
      const link = await page.getByTestId(`route-file-${format}`).getAttribute('href')
      const file = await fetch(serverUrl() + link)
      assert.equal(file.status, 200, `${link} answered ${file.status}`)
      assert.ok((await file.arrayBuffer()).byteLength > 100, format)
    }

    const last = list.stops.at(-1)
    await page.locator(`[data-testid=route-stop][data-n="${last.n}"] button`).click()
    await settled(page)
    assert.ok(await standsAt(page, [last.lon, last.lat]), 'the map stands at the stop')
    // The sign on the map leads back to its row.
    const { x, y } = await middleOfMap(page)
    await page.locator('[data-testid=route-stop][data-n="1"] button').focus()
    await page.mouse.click(x, y)
    await page.locator('[data-testid=route-stop] button[aria-current=true]').waitFor()
    await shoot(page, 'route-2-stop')

    await page.reload()
    await done(page)
    await check(page)
  })
})

test('the work may lie in a drawn area', async () => {
  await onPage(browser, DESKTOP, here(), async (page) => {
    await page.getByTestId('route-area-area').check()
    const { x, y } = await middleOfMap(page)
    for (const [dx, dy] of [[-180, -150], [170, -160], [200, 140], [-160, 170]]) await page.mouse.click(x + dx, y + dy)
    await page.getByTestId('route-area-finish').click()
    await page.mouse.click(x, y)
    await page.getByTestId('route-start').waitFor()
    await shoot(page, 'route-3-area')
    const posted = page.waitForRequest((request) => request.method() === 'POST')
    await page.getByTestId('route-make').click()
    const wish = (await posted).postDataJSON()
    assert.equal(wish.area.coordinates[0].length, 5, 'four corners and the first again')
    assert.equal(wish.jurisdiction, undefined)
    await done(page)
    await check(page)
  })
})

test('what falls short of a goal becomes work', async () => {
  const { rows } = await ask(`/api/v1/goals?jurisdiction=${township.body}&goal=A06`)
  const goal = rows.find(({ shortfall_count: count }) => count > 0)
  await onPage(browser, DESKTOP, `#tool=goals&unit=${township.body}&goal=A06,${goal.due}&about=shortfall`, async (page) => {
    await page.locator('[data-testid=shortfall][data-state=done]').waitFor({ timeout: 60_000 })
    await page.getByTestId('shortfall-route').click()
    await page.getByTestId('route-centre').click()
    const posted = page.waitForRequest((request) => request.method() === 'POST')
    await page.getByTestId('route-make').click()
    const wish = (await posted).postDataJSON()
    assert.equal(wish.goal.id, 'A06')
    assert.equal(wish.jurisdiction, township.body)
    await done(page)
    const list = await check(page)
    assert.ok(list.stops.length + list.unreachable.length >= goal.shortfall_count, 'all that falls short is in the list')
    await shoot(page, 'route-4-goal')
  })
})

test('what the server refuses is told in its own words, and the choices stay', async () => {
  await onPage(browser, DESKTOP, here(), async (page) => {
    await page.route('**/api/v1/route-lists', (route) => route.fulfill({
      status: 422, contentType: 'application/problem+json', body: JSON.stringify({ title: 'Refused', detail: 'there is no such work here', status: 422 }),
    }))
    await page.getByTestId('unit-county').selectOption(township.body)
    const { x, y } = await middleOfMap(page)
    await page.mouse.click(x, y)
    await page.getByTestId('route-make').click()
    await page.getByTestId('problem').waitFor()
    assert.match(await page.getByTestId('problem').textContent(), /there is no such work here/)
    assert.equal(await page.getByTestId('route-start').count(), 1)
    // The browser itself logs the status of the refusal.
  }, { expectedErrors: 1 })
})

test('on a phone a list is made by thumb and fits the width, in both languages', async () => {
  await onPage(browser, PHONE, here(), async (page) => {
    const { x, y } = await middleOfMap(page)
    await page.touchscreen.tap(x, y)
    await page.getByTestId('route-start').waitFor()
    await page.getByTestId('sheet-handle').tap()
    await page.getByTestId('unit-county').selectOption(township.body)
    await page.getByTestId('unit-township').selectOption(township.code)
    assert.deepEqual(await sticksOut(page), [])
    await shoot(page, 'route-5-phone-form')
    await page.getByTestId('route-make').tap()
    await done(page)
    for (const language of ['zh', 'en']) {
      await page.getByTestId(`language-${language}`).tap()
      await check(page)
      assert.deepEqual(await sticksOut(page), [])
      await shoot(page, `route-6-phone-${language}`)
    }
  })
})
