// The map of the city's areas, over our own outlines: no tiles, no fonts, nothing from elsewhere.
import { Map as Chart, Marker, NavigationControl, setWorkerUrl } from "maplibre-gl";

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function bounds(geojson) {
  const box = [180, 90, -180, -90];
  const walk = (value) => {
    if (typeof value[0] === "number") {
      box[0] = Math.min(box[0], value[0]);
      box[1] = Math.min(box[1], value[1]);
      box[2] = Math.max(box[2], value[0]);
      box[3] = Math.max(box[3], value[1]);
    } else value.forEach(walk);
  };
  geojson.features.forEach((feature) => walk(feature.geometry.coordinates));
  return box;
}

function middle(feature) {
  const box = bounds({ features: [feature] });
  return [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
}

function layers() {
  return [
    { id: "ground", type: "background", paint: { "background-color": token("--sunken") } },
    { id: "areas", type: "fill", source: "areas", paint: { "fill-color": token("--surface"), "fill-opacity": 1 } },
    { id: "lines", type: "line", source: "areas", paint: { "line-color": token("--line"), "line-width": 1 } },
    { id: "wide", type: "line", source: "areas", filter: ["<=", ["get", "depth"], 1], paint: { "line-color": token("--edge"), "line-width": 2 } },
    { id: "here", type: "fill", source: "areas", filter: ["==", ["get", "code"], ""], paint: { "fill-color": token("--accent"), "fill-opacity": 0.2 } },
  ];
}

function label(chart, features) {
  const depth = Math.min(...features.map((feature) => feature.properties.depth));
  const at = (wanted) => features.filter((feature) => feature.properties.depth === wanted);
  // Where one outline holds all the others, its name would say nothing.
  const top = at(depth).length > 1 || features.length === 1 ? at(depth) : at(depth + 1);
  for (const feature of top) {
    const name = document.createElement("span");
    name.className = "map-label";
    name.textContent = feature.properties.name;
    new Marker({ element: name }).setLngLat(middle(feature)).addTo(chart);
  }
}

export async function drawMap(part) {
  setWorkerUrl(part.dataset.worker);
  const areas = await (await fetch(part.dataset.areas)).json();
  if (!areas.features.length) throw new Error("no areas are drawn");
  const chart = new Chart({
    container: part.querySelector(".canvas"),
    style: { version: 8, sources: { areas: { type: "geojson", data: areas } }, layers: layers() },
    bounds: bounds(areas),
    fitBoundsOptions: { padding: 16 },
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    fadeDuration: 0,
    cooperativeGestures: false,
  });
  chart.addControl(new NavigationControl({ showCompass: false }));
  chart.touchZoomRotate.disableRotation();
  await new Promise((ready, failed) => {
    chart.once("load", ready);
    chart.once("error", (event) => failed(event.error));
  });
  label(chart, areas.features);
  choose(chart, part);
}

// Where a list of areas stands beside the map, it follows the point.
function follow(part, narrow) {
  const list = narrow && document.getElementById(part.dataset.area ?? "");
  if (!list) return;
  list.value = narrow.properties.code;
  list.dispatchEvent(new Event("change", { bubbles: true }));
}

function choose(chart, part) {
  const says = part.querySelector("[data-map-says]");
  const first = says.textContent;
  const lat = document.getElementById("id_lat");
  const lon = document.getElementById("id_lon");
  const pin = new Marker({ color: token("--late") });

  function put(point) {
    pin.setLngLat(point).addTo(chart);
    lat.value = point.lat.toFixed(5);
    lon.value = point.lng.toFixed(5);
    const hits = chart.queryRenderedFeatures(chart.project(point), { layers: ["areas"] });
    const narrow = hits.sort((one, other) => other.properties.depth - one.properties.depth)[0];
    chart.setFilter("here", ["==", ["get", "code"], narrow?.properties.code ?? ""]);
    follow(part, narrow);
    says.textContent = narrow ? `${part.dataset.in} ${narrow.properties.name}` : part.dataset.none;
  }

  chart.on("click", (event) => put(event.lngLat));
  part.querySelector("[data-map-centre]").addEventListener("click", () => put(chart.getCenter()));
  part.querySelector("[data-map-clear]").addEventListener("click", () => {
    pin.remove();
    lat.value = lon.value = "";
    chart.setFilter("here", ["==", ["get", "code"], ""]);
    says.textContent = first;
  });
  if (lat.value && lon.value) put({ lat: Number(lat.value), lng: Number(lon.value) });
}
