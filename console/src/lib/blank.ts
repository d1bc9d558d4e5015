// A blank map for a read-back: the coast and nothing else, so that a place is what its reader understood of the text.

import Feature from 'ol/Feature';
import OlMap from 'ol/Map';
import View from 'ol/View';
import Point from 'ol/geom/Point';
import { defaults as interactions } from 'ol/interaction/defaults';
import VectorLayer from 'ol/layer/Vector';
import VectorSource from 'ol/source/Vector';
import { Circle, Fill, Stroke, Style } from 'ol/style';
import { base, colour } from './base';

export interface Blank {
  zoom(by: number): void;
  end(): void;
}

/** Draws it; a click, or Enter for the middle, gives [longitude, latitude]. */
export async function blank(host: HTMLElement, picked: (at: [number, number]) => void): Promise<Blank> {
  const marks = new VectorSource<Feature<Point>>();
  const [line, ground] = ['--focus', '--ground'].map(colour);
  const image = new Circle({ radius: 6, stroke: new Stroke({ color: line, width: 3 }), fill: new Fill({ color: ground }) });
  const layers = [...(await base('land')), new VectorLayer({ source: marks, style: new Style({ image }) })];
  const view = new View({ center: [48, 30], zoom: 4.5, minZoom: 2, maxZoom: 12 });
  const map = new OlMap({ target: host, layers, view, controls: [], interactions: interactions() });
  const pick = (at: number[]) => {
    const [lon, lat] = [((((at[0] + 180) % 360) + 360) % 360) - 180, at[1]];
    marks.clear();
    marks.addFeature(new Feature(new Point([lon, lat])));
    picked([lon, lat]);
  };
  map.on('singleclick', (event) => pick(event.coordinate));
  const middle = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    pick(view.getCenter() ?? [0, 0]);
  };
  host.addEventListener('keydown', middle);
  return {
    zoom: (by) => view.animate({ zoom: (view.getZoom() ?? 4) + by, duration: 0 }),
    end() {
      host.removeEventListener('keydown', middle);
      map.setTarget(undefined);
    },
  };
}
