// The page of a post in a real browser: its figures are those of the API's answer to the very request the page sent.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { answersTo, ask, DESKTOP, launch, mapView, metresBetween, onPage, PHONE, serverUrl, settled, shoot, sticksOut } from './browser.mjs'

let browser
/** A route post of a county with something open on its roads. */
let post

before(async () => {
  serverUrl()
  const { posts } = await ask('/api/v1/chiefs?level=county&limit=100')
  for (const { code, kind } of posts) {
    if (kind !== 'route') continue
    const sheet = await ask(`/api/v1/chiefs/${encodeURIComponent(code)}/sheet`)
    if (sheet.stretches.length === 0 || sheet.stretches.length > 1000 || !sheet.hazards.some(({ lon }) => lon != null)) continue
    post = code
    break
  }
  assert.ok(post, 'the store must hold a county route post with roads and an open hazard')
  browser = await launch()
})

after(() => browser?.close())

const LISTS = ['bridges', 'hazards', 'violations', 'works_due', 'inspections_due']
const kilometres = (text) => text.replace(/[,\s]|km/g, '')
const done = (page) => page.locator('[data-testid=post-page][data-state=done]').waitFor({ timeout: 60_000 })
const onPost = (more = '') => `#tool=chief&post=${encodeURIComponent(post)}${more}`

/** What is on the page against the sheet. */
async function check(page, sheet) {
  assert.equal(kilometres(await page.getByTestId('post-total').textContent()), sheet.length_km.total)
  for (const name of ['county', 'township', 'village']) {
    assert.equal(kilometres(await page.getByTestId(`post-length-${name}`).textContent()), sheet.length_km[name], name)
  }
  for (const list of LISTS) assert.equal(await page.getByTestId(`post-${list}`).getAttribute('data-count'), String(sheet[list].length), list)
}

test('a post’s page shows lengths, condition, lists and stretches as the API has them', async () => {
  await onPage(browser, DESKTOP, '#tool=chief', async (page) => {
    const sheets = answersTo(page, /\/api\/v1\/chiefs\/[^/]+\/sheet$/)
    await page.getByTestId('post-filter').fill(post)
    await page.locator(`[data-testid=post][data-code="${post}"]`).focus()
    await page.keyboard.press('Enter')
    await done(page)
    const sheet = await sheets.again()
    assert.equal(sheet.post.code, post)
    await check(page, sheet)
    await page.locator('[data-testid=chief-rows][data-state=done]').waitFor()
    assert.equal(await page.getByTestId('map').getAttribute('data-highlighted-rows'), String(sheet.stretches.length))
    assert.equal(await page.getByTestId('chief-row').count(), sheet.stretches.length)
    assert.equal(await page.getByTestId('grade-legend').locator('li').count(), 6, 'five grades, and what was not assessed')
    await page.locator('[data-testid=chart][data-state=done]').waitFor()
    assert.match(await page.evaluate(() => location.hash), new RegExp(`post=${post}`))
    await shoot(page, 'chief-1-page')

    const hazard = sheet.hazards.find(({ lon }) => lon != null)
    await page.locator(`[data-testid=post-hazards] [data-code="${hazard.code}"]`).click()
    await settled(page)
    const { lon, lat } = await mapView(page)
    assert.ok(metresBetween([lon, lat], [hazard.lon, hazard.lat]) < 30, 'the map stands at the hazard')
    await shoot(page, 'chief-2-hazard')
  })
})

test('another day is another page, and a link keeps it', async () => {
  const day = '2024-05-01'
  await onPage(browser, DESKTOP, onPost(), async (page) => {
    const sheets = answersTo(page, /\/api\/v1\/chiefs\/[^/]+\/sheet$/)
    await done(page)
    const answer = page.waitForResponse((response) => response.url().includes(`/sheet?on=${day}`))
    await page.getByTestId('chief-day').fill(day)
    await page.getByTestId('chief-day').press('Tab')
    await answer
    await done(page)
    const sheet = await sheets.again()
    assert.equal(sheet.on, day)
    await check(page, sheet)
    assert.match(await page.evaluate(() => location.hash), /on=2024-05-01/)
    await page.reload()
    await done(page)
    assert.equal(await page.getByTestId('chief-day').inputValue(), day)
    await check(page, sheet)
  })
})

test('on paper the page has its map and every list whole', async () => {
  const sheet = await ask(`/api/v1/chiefs/${encodeURIComponent(post)}/sheet`)
  await onPage(browser, DESKTOP, onPost(), async (page) => {
    await done(page)
    await page.locator('[data-testid=chief-rows][data-state=done]').waitFor()
    await settled(page)
    await page.evaluate(() => (window.print = () => window.dispatchEvent(new Event('beforeprint'))))
    await page.getByTestId('post-print').click()
    await page.emulateMedia({ media: 'print' })
    const paper = page.locator('.print-sheet')
    await paper.locator('.stretch').first().waitFor()
    assert.ok(await paper.isVisible() && !(await page.locator('#app').isVisible()), 'the sheet alone is printed')
    assert.ok(await paper.locator('img').evaluate((image) => image.complete && image.naturalWidth > 100), 'with the map')
    assert.equal(await paper.locator('.stretch').count(), sheet.stretches.length)
    const text = await paper.textContent()
    for (const { code } of [...sheet.bridges, ...sheet.hazards, ...sheet.violations]) assert.ok(text.includes(code), code)
    await shoot(page, 'chief-3-paper')
  })
})

test('what the server refuses is told in its own words', async () => {
  await onPage(browser, DESKTOP, '#tool=chief&post=no-such-post', async (page) => {
    const sheet = await fetch(`${serverUrl()}/api/v1/chiefs/no-such-post/sheet`).then((response) => response.json())
    await page.getByTestId('problem').first().waitFor()
    assert.ok((await page.getByTestId('problem').first().textContent()).includes(sheet.detail), sheet.detail)
    // The browser logs the status of each refused question: the post, its sheet, its roads.
  }, { expectedErrors: 3 })
})

test('on a phone the page fits the width, in both languages', async () => {
  await onPage(browser, PHONE, onPost(), async (page) => {
    await done(page)
    await shoot(page, 'chief-4-phone-half')
    await page.getByTestId('sheet-handle').tap()
    for (const language of ['zh', 'en']) {
      await page.getByTestId(`language-${language}`).tap()
      assert.deepEqual(await sticksOut(page), [])
      await shoot(page, `chief-5-phone-${language}`)
    }
  })
})
