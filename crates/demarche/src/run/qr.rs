//! QR symbols of sheets as pictures: written, and found again in one.
//!
//! I1 no picture makes the program fail: its size is bounded before it is decoded, and a reader that breaks on it has
//! found nothing.

use rqrr::PreparedImage;
use screen::Symbol;

/// A symbol as a PNG of six dots a module.
pub fn write_png(symbol: &Symbol) -> Result<Vec<u8>, png::EncodingError> {
    let dots = symbol.side() * DOTS;
    let side = u32::try_from(dots).unwrap_or(u32::MAX);
    let grey = |at: usize| if symbol.dark(at % dots / DOTS, at / dots / DOTS) { 0 } else { 255 };
    let grey: Vec<u8> = (0..dots * dots).map(grey).collect();
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&grey)?;
    writer.finish()?;
    Ok(out)
}

/// The bytes of the symbol in a PNG; `None` if it is no PNG, too large, or shows no symbol that can be read.
///
/// The finder of symbols is at its limit with one of 177 modules: unless a page lies quite straight, most attempts
/// fail. So the picture is tried under small turns and at two sizes until one succeeds.
pub fn read_png(bytes: &[u8]) -> Option<Vec<u8>> {
    let picture = Picture::decode(bytes)?;
    let turns = || (0..=MOST_TURN).flat_map(|turn| [turn, -turn]).skip(1);
    let mut tries = SIZES.into_iter().flat_map(|size| turns().map(move |turn| (turn, size)));
    tries.find_map(|(turn, size)| {
        let turned = picture.turned(turn, size);
        std::thread::spawn(move || turned.symbol()).join().ok().flatten()
    })
}

/// A grey picture.
struct Picture {
    width: usize,
    height: usize,
    grey: Vec<u8>,
}

impl Picture {
    fn decode(bytes: &[u8]) -> Option<Self> {
        let limits = png::Limits { bytes: MOST_DOTS * 4 };
        let mut decoder = png::Decoder::new_with_limits(std::io::Cursor::new(bytes), limits);
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().ok()?;
        let (width, height) = (reader.info().width as usize, reader.info().height as usize);
        if width.checked_mul(height)? > MOST_DOTS {
            return None;
        }
        let mut dots = vec![0; reader.output_buffer_size()?];
        let frame = reader.next_frame(&mut dots).ok()?;
        let samples = frame.color_type.samples();
        // Grey with or without alpha has its value first; of colours the green one carries most of the light.
        let at = if samples >= 3 { 1 } else { 0 };
        let grey: Vec<u8> = dots.get(..frame.buffer_size())?.chunks(samples).map(|dot| dot[at]).collect();
        (grey.len() == width * height).then_some(Picture { width, height, grey })
    }

    /// The picture turned about its middle by whole degrees and drawn larger, with room for its corners; what
    /// comes in from outside is light.
    fn turned(&self, degrees: i32, size: f64) -> Picture {
        let (sin, cos) = f64::from(degrees).to_radians().sin_cos();
        let (wide, high) = (self.width as f64, self.height as f64);
        let width = (size * (wide * cos.abs() + high * sin.abs())).ceil();
        let height = (size * (wide * sin.abs() + high * cos.abs())).ceil();
        let from = |x: usize, y: usize| {
            let (x, y) = ((x as f64 - width / 2.0) / size, (y as f64 - height / 2.0) / size);
            self.light(x * cos - y * sin + wide / 2.0, x * sin + y * cos + high / 2.0)
        };
        let (width, height) = (width as usize, height as usize);
        let grey = (0..width * height).map(|at| from(at % width, at / width)).collect();
        Picture { width, height, grey }
    }

    /// The light at a place between dots, from the four round it.
    fn light(&self, x: f64, y: f64) -> u8 {
        let (left, top) = (x.floor(), y.floor());
        let dot = |x: f64, y: f64| {
            let inside = x >= 0.0 && y >= 0.0 && x < self.width as f64 && y < self.height as f64;
            if inside { f64::from(self.grey[y as usize * self.width + x as usize]) } else { 255.0 }
        };
        let (right, down) = (x - left, y - top);
        let upper = dot(left, top) * (1.0 - right) + dot(left + 1.0, top) * right;
        let lower = dot(left, top + 1.0) * (1.0 - right) + dot(left + 1.0, top + 1.0) * right;
        (upper * (1.0 - down) + lower * down).round() as u8
    }

    fn symbol(self) -> Option<Vec<u8>> {
        let mut prepared = PreparedImage::prepare_from_greyscale(self.width, self.height, |x, y| {
            self.grey[y * self.width + x]
        });
        prepared.detect_grids().into_iter().find_map(|grid| {
            let mut bytes = Vec::new();
            grid.decode_to(&mut bytes).is_ok().then_some(bytes)
        })
    }
}

/// Dots of a module in a PNG.
const DOTS: usize = 6;
/// Dots of a picture that is read, at most.
const MOST_DOTS: usize = 40_000_000;
/// How far a picture is turned either way, in degrees.
const MOST_TURN: i32 = 15;
/// How large it is drawn then.
const SIZES: [f64; 2] = [1.0, 1.3];

#[cfg(test)]
mod tests {
    use super::*;

    fn some(length: usize) -> Vec<u8> {
        (0..length).map(|at| (at * at * 37 % 251).to_le_bytes()[0]).collect()
    }

    fn decoded(symbol: &Symbol) -> Picture {
        Picture::decode(&write_png(symbol).expect("drawn")).expect("a picture")
    }

    fn encoded(picture: &Picture) -> Vec<u8> {
        let mut out = Vec::new();
        let side = |dots: usize| u32::try_from(dots).expect("small");
        let mut encoder = png::Encoder::new(&mut out, side(picture.width), side(picture.height));
        encoder.set_color(png::ColorType::Rgb);
        let mut writer = encoder.write_header().expect("written");
        let rgb: Vec<u8> = picture.grey.iter().flat_map(|grey| [grey / 2, *grey, grey / 3]).collect();
        writer.write_image_data(&rgb).expect("written");
        writer.finish().expect("written");
        out
    }

    #[test]
    fn a_drawn_symbol_is_read_again_up_to_what_version_forty_takes() {
        for length in [0, 2_069, 2_331] {
            let symbol = Symbol::of(&some(length)).expect("fits");
            assert_eq!(symbol.side(), 185);
            assert_eq!(read_png(&write_png(&symbol).expect("drawn")), Some(some(length)), "{length} bytes");
        }
        assert!(Symbol::of(&some(2_332)).is_none());
    }

    #[test]
    fn a_page_that_lies_askew_in_colour_and_with_stains_is_read() {
        let picture = decoded(&Symbol::of(&some(2_069)).expect("fits"));
        let mut askew = picture.turned(3, 1.0);
        for at in (0..askew.grey.len()).step_by(9_973) {
            askew.grey[at] = 255 - askew.grey[at];
        }
        assert!(read_png(&encoded(&askew)) == Some(some(2_069)), "not found in any turn");
    }

    #[test]
    fn what_shows_no_symbol_is_nothing_and_never_a_failure() {
        let blank = Picture { width: 300, height: 200, grey: vec![255; 60_000] };
        assert_eq!(read_png(&encoded(&blank)), None);
        let png = write_png(&Symbol::of(b"small").expect("fits")).expect("drawn");
        for cut in [0, 7, 33, png.len() / 2] {
            assert_eq!(read_png(&png[..cut]), None);
        }
    }
}
