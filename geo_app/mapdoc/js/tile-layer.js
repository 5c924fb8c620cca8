// @ts-check
// A tile layer whose tiles were cut in GCJ-02: each tile is laid where its ground is in WGS 84, so
// that places, and every position that is told, stay as they are.
import { toGcj02 } from "geo/datum";
import { L } from "geo/stage";

/** @typedef {[number, number]} LngLat */

// The shift changes so slowly that three rounds end within a millimetre.
const ROUNDS = 3;

/** The WGS 84 position of a GCJ-02 one. @param {LngLat} at @returns {LngLat} */
export function fromGcj02(at) {
  let guess = at;
  for (let round = 0; round < ROUNDS; round++) {
    const [lng, lat] = toGcj02(guess);
    guess = [guess[0] - (lng - at[0]), guess[1] - (lat - at[1])];
  }
  return guess;
}

/**
 * Where a tile's edges lie on the WGS 84 sheet. A corner is shared by four tiles and an edge by
 * two, so the mean of an edge's corners leaves no gap.
 * @param {any} map @param {{x: number, y: number, z: number}} coords @param {number} size px
 */
export function edgesOf(map, { x, y, z }, size) {
  const corner = (/** @type {number} */ right, /** @type {number} */ down) => {
    const there = map.unproject(L.point((x + right) * size, (y + down) * size), z);
    const [lng, lat] = fromGcj02([there.lng, there.lat]);
    return map.project(L.latLng(lat, lng), z);
  };
  const [nw, ne, sw, se] = [corner(0, 0), corner(1, 0), corner(0, 1), corner(1, 1)];
  return {
    left: (nw.x + sw.x) / 2,
    right: (ne.x + se.x) / 2,
    top: (nw.y + ne.y) / 2,
    bottom: (sw.y + se.y) / 2,
  };
}

export const ShiftedLayer = L.TileLayer.extend({
  /** Which tiles are in sight: those around the centre as GCJ-02 has it. @param {any} centre */
  _getTiledPixelBounds(centre) {
    const [lng, lat] = toGcj02([centre.lng, centre.lat]);
    return L.TileLayer.prototype._getTiledPixelBounds.call(this, L.latLng(lat, lng));
  },

  /** @param {any} coords @param {HTMLElement} container */
  _addTile(coords, container) {
    L.TileLayer.prototype._addTile.call(this, coords, container);
    const tile = this._tiles[this._tileCoordsToKey(coords)].el;
    const { left, right, top, bottom } = edgesOf(this._map, coords, this.getTileSize().x);
    L.DomUtil.setPosition(tile, L.point(left, top).subtract(this._level.origin));
    tile.style.width = `${right - left}px`;
    tile.style.height = `${bottom - top}px`;
  },
});
