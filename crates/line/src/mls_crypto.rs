//! The cryptography under openmls: libcrux, but for what a message costs most.
//!
//! Ed25519 is verified by the library that verifies entries; SHA-256 with what stands on it (HMAC, HKDF) and
//! ChaCha20-Poly1305 come from the libraries that the rest of this crate uses: all three have forms for the
//! instructions of current processors. X-Wing and randomness stay with libcrux, as does every other algorithm.
//!
//! I1 the same inputs give the same outputs as libcrux alone; a signature is refused at least where libcrux
//! refuses it.

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{ChaCha20Poly1305, KeyInit};
use ed25519_dalek::{Signature, VerifyingKey};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use openmls::prelude::tls_codec::SecretVLBytes;
use openmls_libcrux_crypto::CryptoProvider;
use openmls_traits::crypto::OpenMlsCrypto;
use openmls_traits::random::OpenMlsRand;
use openmls_traits::types::{
    AeadType, Ciphersuite, CryptoError, ExporterSecret, HashType, HpkeCiphertext, HpkeConfig, HpkeKeyPair,
    KemOutput, SignatureScheme,
};
use sha2::{Digest, Sha256};

/// Cryptography and randomness as openmls wants them.
pub(crate) struct MlsCrypto(CryptoProvider);

impl MlsCrypto {
    /// Seeds the generator from the system.
    pub(crate) fn from_system() -> Result<Self, CryptoError> {
        CryptoProvider::new().map(MlsCrypto)
    }
}

impl OpenMlsRand for MlsCrypto {
    type Error = <CryptoProvider as OpenMlsRand>::Error;

    fn random_array<const N: usize>(&self) -> Result<[u8; N], Self::Error> {
        self.0.random_array()
    }

    fn random_vec(&self, len: usize) -> Result<Vec<u8>, Self::Error> {
        self.0.random_vec(len)
    }
}

impl OpenMlsCrypto for MlsCrypto {
    fn supports(&self, ciphersuite: Ciphersuite) -> Result<(), CryptoError> {
        self.0.supports(ciphersuite)
    }

    fn supported_ciphersuites(&self) -> Vec<Ciphersuite> {
        self.0.supported_ciphersuites()
    }

    fn hkdf_extract(&self, hash: HashType, salt: &[u8], ikm: &[u8]) -> Result<SecretVLBytes, CryptoError> {
        match hash {
            HashType::Sha2_256 => {
                let (prk, _) = Hkdf::<Sha256>::extract(Some(salt), ikm);
                Ok(prk.to_vec().into())
            }
            _ => self.0.hkdf_extract(hash, salt, ikm),
        }
    }

    fn hmac(&self, hash: HashType, key: &[u8], message: &[u8]) -> Result<SecretVLBytes, CryptoError> {
        match hash {
            HashType::Sha2_256 => {
                let mac =
                    <Hmac<Sha256> as Mac>::new_from_slice(key).map_err(|_| CryptoError::InvalidLength)?;
                Ok(mac.chain_update(message).finalize().into_bytes().to_vec().into())
            }
            _ => self.0.hmac(hash, key, message),
        }
    }

    fn hkdf_expand(
        &self,
        hash: HashType,
        prk: &[u8],
        info: &[u8],
        okm_len: usize,
    ) -> Result<SecretVLBytes, CryptoError> {
        match hash {
            // Of a longer key libcrux takes the first 32 bytes; MLS has none.
            HashType::Sha2_256 if prk.len() == Sha256::output_size() => {
                let hkdf = Hkdf::<Sha256>::from_prk(prk).map_err(|_| CryptoError::InvalidLength)?;
                let mut okm = vec![0; okm_len];
                hkdf.expand(info, &mut okm).map_err(|_| CryptoError::HkdfOutputLengthInvalid)?;
                Ok(okm.into())
            }
            _ => self.0.hkdf_expand(hash, prk, info, okm_len),
        }
    }

    fn hash(&self, hash: HashType, data: &[u8]) -> Result<Vec<u8>, CryptoError> {
        match hash {
            HashType::Sha2_256 => Ok(Sha256::digest(data).to_vec()),
            _ => self.0.hash(hash, data),
        }
    }

    fn aead_encrypt(
        &self,
        alg: AeadType,
        key: &[u8],
        data: &[u8],
        nonce: &[u8],
        aad: &[u8],
    ) -> Result<Vec<u8>, CryptoError> {
        if alg != AeadType::ChaCha20Poly1305 {
            return self.0.aead_encrypt(alg, key, data, nonce, aad);
        }
        let (cipher, nonce) = chacha(key, nonce)?;
        let payload = Payload { msg: data, aad };
        cipher.encrypt(&nonce.into(), payload).map_err(|_| CryptoError::CryptoLibraryError)
    }

    fn aead_decrypt(
        &self,
        alg: AeadType,
        key: &[u8],
        ct_tag: &[u8],
        nonce: &[u8],
        aad: &[u8],
    ) -> Result<Vec<u8>, CryptoError> {
        if alg != AeadType::ChaCha20Poly1305 || ct_tag.len() < TAG {
            return self.0.aead_decrypt(alg, key, ct_tag, nonce, aad);
        }
        let (cipher, nonce) = chacha(key, nonce)?;
        let payload = Payload { msg: ct_tag, aad };
        cipher.decrypt(&nonce.into(), payload).map_err(|_| CryptoError::AeadDecryptionError)
    }

    fn signature_key_gen(&self, alg: SignatureScheme) -> Result<(Vec<u8>, Vec<u8>), CryptoError> {
        self.0.signature_key_gen(alg)
    }

    fn verify_signature(
        &self,
        alg: SignatureScheme,
        data: &[u8],
        pk: &[u8],
        signature: &[u8],
    ) -> Result<(), CryptoError> {
        if alg != SignatureScheme::ED25519 {
            return self.0.verify_signature(alg, data, pk, signature);
        }
        let key = <&[u8; 32]>::try_from(pk).map_err(|_| CryptoError::InvalidLength)?;
        let signature = Signature::from_slice(signature).map_err(|_| CryptoError::InvalidLength)?;
        let key = VerifyingKey::from_bytes(key).map_err(|_| CryptoError::InvalidSignature)?;
        key.verify_strict(data, &signature).map_err(|_| CryptoError::InvalidSignature)
    }

    fn sign(&self, alg: SignatureScheme, data: &[u8], key: &[u8]) -> Result<Vec<u8>, CryptoError> {
        self.0.sign(alg, data, key)
    }

    fn hpke_seal(
        &self,
        config: HpkeConfig,
        pk_r: &[u8],
        info: &[u8],
        aad: &[u8],
        ptxt: &[u8],
    ) -> Result<HpkeCiphertext, CryptoError> {
        self.0.hpke_seal(config, pk_r, info, aad, ptxt)
    }

    fn hpke_open(
        &self,
        config: HpkeConfig,
        input: &HpkeCiphertext,
        sk_r: &[u8],
        info: &[u8],
        aad: &[u8],
    ) -> Result<Vec<u8>, CryptoError> {
        self.0.hpke_open(config, input, sk_r, info, aad)
    }

    fn hpke_setup_sender_and_export(
        &self,
        config: HpkeConfig,
        pk_r: &[u8],
        info: &[u8],
        context: &[u8],
        length: usize,
    ) -> Result<(KemOutput, ExporterSecret), CryptoError> {
        self.0.hpke_setup_sender_and_export(config, pk_r, info, context, length)
    }

    fn hpke_setup_receiver_and_export(
        &self,
        config: HpkeConfig,
        enc: &[u8],
        sk_r: &[u8],
        info: &[u8],
        context: &[u8],
        length: usize,
    ) -> Result<ExporterSecret, CryptoError> {
        self.0.hpke_setup_receiver_and_export(config, enc, sk_r, info, context, length)
    }

    fn derive_hpke_keypair(&self, config: HpkeConfig, ikm: &[u8]) -> Result<HpkeKeyPair, CryptoError> {
        self.0.derive_hpke_keypair(config, ikm)
    }
}

fn chacha(key: &[u8], nonce: &[u8]) -> Result<(ChaCha20Poly1305, [u8; 12]), CryptoError> {
    let cipher = ChaCha20Poly1305::new_from_slice(key).map_err(|_| CryptoError::InvalidLength)?;
    Ok((cipher, nonce.try_into().map_err(|_| CryptoError::InvalidLength)?))
}

const TAG: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    const HASHES: [HashType; 3] = [HashType::Sha2_256, HashType::Sha2_384, HashType::Sha2_512];

    fn same(a: Result<SecretVLBytes, CryptoError>, b: Result<SecretVLBytes, CryptoError>) {
        assert_eq!(a.map(|s| s.as_slice().to_vec()), b.map(|s| s.as_slice().to_vec()));
    }

    #[test]
    fn every_hash_mac_and_derivation_is_what_libcrux_gives() {
        let ours = MlsCrypto::from_system().expect("randomness");
        let long = [7; 200];
        for hash in HASHES {
            for key in [&[][..], &[1; 32], &[2; 64], &long] {
                assert_eq!(ours.hash(hash, key), ours.0.hash(hash, key));
                same(ours.hmac(hash, key, b"text"), ours.0.hmac(hash, key, b"text"));
                same(ours.hkdf_extract(hash, key, b"input"), ours.0.hkdf_extract(hash, key, b"input"));
            }
            for prk in [&[3; 31][..], &[3; 32], &[3; 64]] {
                for size in [1, 12, 32, 64, 200, 255 * 32, 255 * 32 + 1] {
                    let (a, b) = (ours.hkdf_expand(hash, prk, &long, size), &ours.0);
                    same(a, b.hkdf_expand(hash, prk, &long, size));
                }
            }
        }
    }

    #[test]
    fn every_sealing_is_what_libcrux_gives_and_opens_or_is_refused_alike() {
        let ours = MlsCrypto::from_system().expect("randomness");
        for alg in [AeadType::ChaCha20Poly1305, AeadType::Aes128Gcm, AeadType::Aes256Gcm] {
            let key = vec![5; alg.key_size()];
            for (key, nonce) in [(&key[..], &[6; 12][..]), (&key[1..], &[6; 12]), (&key, &[6; 11])] {
                for text in [&[][..], b"text", &[7; 1_500]] {
                    let sealed = ours.aead_encrypt(alg, key, text, nonce, b"aad");
                    assert_eq!(sealed, ours.0.aead_encrypt(alg, key, text, nonce, b"aad"));
                    let sealed = sealed.unwrap_or_else(|_| vec![0; 40]);
                    for (bytes, aad) in [(&sealed[..], b"aad"), (&sealed[1..], b"aad"), (&sealed, b"bad")] {
                        let opened = ours.aead_decrypt(alg, key, bytes, nonce, aad);
                        assert_eq!(opened, ours.0.aead_decrypt(alg, key, bytes, nonce, aad));
                    }
                    assert_eq!(
                        ours.aead_decrypt(alg, key, &sealed[..15], nonce, b"aad"),
                        ours.0.aead_decrypt(alg, key, &sealed[..15], nonce, b"aad")
                    );
                }
            }
        }
    }

    #[test]
    fn a_signature_of_libcrux_verifies_and_any_altered_bit_of_it_does_not() {
        let ours = MlsCrypto::from_system().expect("randomness");
        let alg = SignatureScheme::ED25519;
        let (secret, public) = ours.signature_key_gen(alg).expect("a key");
        let signature = ours.sign(alg, b"text", &secret).expect("signed");
        let verify = |text: &[u8], pk: &[u8], sig: &[u8]| ours.verify_signature(alg, text, pk, sig);
        assert_eq!(verify(b"text", &public, &signature), Ok(()));
        assert_eq!(verify(b"next", &public, &signature), Err(CryptoError::InvalidSignature));
        for bit in 0..512 {
            let mut altered = signature.clone();
            altered[bit / 8] ^= 1 << (bit % 8);
            assert!(verify(b"text", &public, &altered).is_err(), "bit {bit}");
        }
        assert_eq!(verify(b"text", &public, &signature[1..]), Err(CryptoError::InvalidLength));
        assert_eq!(verify(b"text", &public[1..], &signature), Err(CryptoError::InvalidLength));
        let small_order = [&[1][..], &[0; 31]].concat();
        assert!(verify(b"text", &small_order, &[&small_order[..], &[0; 32]].concat()).is_err());
    }
}
