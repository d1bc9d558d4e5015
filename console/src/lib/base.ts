// What every map here stands on: Natural Earth 1:50m without a name, a graticule, colours of the page, and the one
// thing that OpenLayers asks of the policy for trusted types.

import type Feature from 'ol/Feature';
import GeoJSON from 'ol/format/GeoJSON';
import type Geometry from 'ol/geom/Geometry';
import Graticule from 'ol/layer/Graticule';
import VectorImageLayer from 'ol/layer/VectorImage';
import { useGeographic } from 'ol/proj';
import VectorSource from 'ol/source/Vector';
import { Fill, Stroke, Style } from 'ol/style';
import { feature as unfold } from 'topojson-client';
import world from 'virtual:base-map';

const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** light-dark() is not resolved in a custom property: a probe element resolves it. */
export function colour(name: string): string {
  const probe = document.createElement('span');
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const seen = getComputedStyle(probe).color;
  probe.remove();
  return seen || token(name);
}

/** Coast and thin borders, or the coast alone; and the graticule over it. */
export async function base(what: 'countries' | 'land') {
  useGeographic();
  trust();
  const [edge, soft] = ['--edge', '--soft'].map(colour);
  const source = new VectorSource({ features: await shapes(what) });
  // Drawn into an image wider than the view, which a drag moves.
  const ground = new VectorImageLayer({
    source,
    imageRatio: 2,
    style: new Style({ stroke: new Stroke({ color: soft, width: 0.6 }), fill: new Fill({ color: edge }) }),
  });
  const grid = new Graticule({ strokeStyle: new Stroke({ color: soft, width: 0.3, lineDash: [2, 4] }), wrapX: false });
  return [ground, grid];
}

async function shapes(what: 'countries' | 'land'): Promise<Feature<Geometry>[]> {
  const topology = await (await fetch(world)).json();
  const unfolded = unfold(topology, topology.objects[what]) as unknown as object;
  return new GeoJSON().readFeatures(unfolded) as Feature<Geometry>[];
}

let trusted = false;

/** OpenLayers measures text through one innerHTML of a single letter: the policy admits that and nothing else. */
function trust(): void {
  const factory = (window as { trustedTypes?: { createPolicy(name: string, rules: object): unknown } }).trustedTypes;
  if (!factory || trusted) return;
  trusted = true;
  factory.createPolicy('default', {
    createHTML: (text: string) => {
      if (text.length <= 1) return text;
      throw new TypeError('no markup from strings');
    },
  });
}
